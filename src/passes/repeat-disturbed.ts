/** Measures again what has turned out to be disturbed by the machine. */
import { repeatsDue } from '../analyse/selection/repeats.ts';
import type { DueRepeat } from '../analyse/selection/repeats.ts';
import type { Conduct, MeasuredPass } from './conduct.ts';

/** A reference window, to know the state of the machine; nothing where there is no reference. */
export async function measureControl(round: number, conduct: Conduct): Promise<void> {
  const { reference } = conduct.plan;
  if (reference === null) return;
  const { server, client } = reference;
  await conduct.measureBlock({ pass: 'control', round, server, clients: [client] });
}

/** Pairs of one server and round, which one start of the server is enough for. */
function turns(due: readonly DueRepeat[]): DueRepeat[][] {
  const groups = new Map<string, DueRepeat[]>();
  for (const one of due) {
    const key = `${one.server} ${one.round}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

async function measureAgain(turn: readonly DueRepeat[], conduct: Conduct): Promise<void> {
  const [first] = turn;
  if (first === undefined) return;
  for (const { broken, ...place } of turn)
    conduct.journal.append({ type: 'cell-repeated', ...place, ...broken });
  const { pass, round, server } = first;
  const clients = turn.map(({ client }) => client);
  await conduct.measureBlock({ pass, round, server, clients });
}

/** Once each; `true`: there was something. `round`: the one that was measured last. */
export async function repeatDisturbed(
  pass: MeasuredPass,
  round: number,
  conduct: Conduct,
): Promise<boolean> {
  const { pairs, ceilings } = conduct.plan;
  const due = repeatsDue(conduct.record, pass, [...pairs, ...ceilings]);
  if (due.length === 0) return false;
  await measureControl(round, conduct);
  for (const turn of turns(due)) await measureAgain(turn, conduct);
  return true;
}
