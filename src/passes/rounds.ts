/** Measures the rounds of a pass one after the other, until all are done or it is enough. */
import type { Block } from '../plan/facts.ts';
import { belongsTo } from './conduct.ts';
import type { Conduct, MeasuredPass } from './conduct.ts';
import { reasonToStop } from './stop.ts';

export function roundsOf(blocks: readonly Block[]): number[] {
  return [...new Set(blocks.map(({ round }) => round))];
}

/** Kept by a run that is resumed. */
export function keptRounds(pass: MeasuredPass, { plan, blocks }: Conduct): number[] {
  const left = new Set(roundsOf(blocks.filter((block) => block.pass === pass)));
  const all = roundsOf(plan.blocks.filter((block) => block.pass === pass));
  return all.filter((round) => !left.has(round));
}

/**
 * `afterRound` is called after each round. Gives the number of rounds that this pass has, which are all up
 * to this one. Throws Interrupted.
 */
export async function measureRounds(
  pass: MeasuredPass,
  blocks: readonly Block[],
  conduct: Conduct,
  afterRound: (round: number) => Promise<void>,
): Promise<number> {
  const { journal } = conduct;
  let last = Math.max(0, ...keptRounds(pass, conduct));
  for (const round of roundsOf(blocks.filter((block) => belongsTo(pass, block)))) {
    // A kept round behind this one needs this one, for rounds are counted from 1 without a gap.
    const reason = round > last ? reasonToStop(pass, round, conduct) : null;
    if (reason !== null) {
      journal.append({ type: 'rounds-ended', pass, rounds: last, reason });
      return last;
    }
    for (const block of blocks.filter((one) => belongsTo(pass, one) && one.round === round))
      await conduct.measureBlock(block);
    journal.append({ type: 'round-finished', pass, round });
    last = Math.max(last, round);
    await afterRound(round);
  }
  journal.append({ type: 'rounds-ended', pass, rounds: last, reason: 'planned' });
  return last;
}
