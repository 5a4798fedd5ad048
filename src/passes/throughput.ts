/** The first pass: the load that was asked for; what the machine disturbed is measured again. */
import type { Conduct } from './conduct.ts';
import { measureControl, repeatDisturbed } from './repeat-disturbed.ts';
import { measureRounds } from './rounds.ts';

/** Gives the number of rounds, which other passes have at most; a plan may be without this one. Throws Interrupted. */
export async function measureThroughput(conduct: Conduct): Promise<number> {
  const { blocks, settings } = conduct.plan;
  if (!blocks.some(({ pass }) => pass === 'throughput')) return settings.rounds;
  const rounds = await measureRounds('throughput', conduct.blocks, conduct, async (round) => {
    // Later windows show what the first ones are to be held against.
    if (round > 1) await repeatDisturbed('throughput', round, conduct);
  });
  await measureControl(rounds, conduct);
  while (await repeatDisturbed('throughput', rounds, conduct)) {
    // Each window is measured again a bounded number of times, so this ends.
  }
  return rounds;
}
