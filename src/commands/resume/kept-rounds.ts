/** Which rounds of a run need not be measured again; pure. */
import { Outcomes } from '../../analyse/outcomes.ts';
import type { JournalEntry, RunStarted } from '../../journal/entries.ts';
import { countingEntries } from '../../journal/rounds.ts';

type Pair = RunStarted['plan']['pairs'][number];

function finishedRounds(entries: readonly JournalEntry[]): number[] {
  const rounds = entries.flatMap((entry) => (entry.type === 'round-finished' ? [entry.round] : []));
  return [...new Set(rounds)];
}

/** Those that already run need no build. */
function builtServices(
  { plan }: RunStarted,
  entries: readonly JournalEntry[],
): ReadonlySet<string> {
  const external = plan.services.filter((service) => service.external !== null);
  const built = new Set(external.map(({ name }) => name));
  for (const entry of entries) {
    if (entry.type === 'build-finished') built.add(entry.service);
    if (entry.type === 'build-failed' || entry.type === 'service-skipped')
      built.delete(entry.service);
  }
  return built;
}

export function isComplete(entries: readonly JournalEntry[]): boolean {
  // What the kernel was put back to comes after the end of a run.
  const last = entries.findLast(({ type }) => type === 'run-finished' || type === 'run-resumed');
  return last?.type === 'run-finished' && last.status === 'complete';
}

/**
 * Finished rounds in which no pair failed by chance. A pair that was measured in no round fails for a reason
 * of its own, which must not cost the others what they have; only once there is nothing else to go on
 * with, it is tried again. One that could not be built is never missed.
 */
export function keptRounds(started: RunStarted, journal: readonly JournalEntry[]): number[] {
  const entries = countingEntries(journal);
  const finished = finishedRounds(entries);
  const outcomes = new Outcomes(entries);
  const built = builtServices(started, entries);
  const isMeasured = (round: number, { server, client }: Pair): boolean =>
    'window' in (outcomes.outcomeOf(round, server, client) ?? {});
  const isMissed = (pair: Pair): boolean =>
    built.has(pair.server) &&
    built.has(pair.client) &&
    (isComplete(entries) || finished.some((round) => isMeasured(round, pair)));
  const wanted = started.plan.pairs.filter(isMissed);
  return finished.filter((round) => wanted.every((pair) => isMeasured(round, pair)));
}
