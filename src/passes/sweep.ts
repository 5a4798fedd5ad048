/** The points of a sweep: each pair at each load, all of them in each round. */
import { mean } from 'simple-statistics';
import { soundWindows } from '../analyse/selection/selected-rounds.ts';
import type { Block } from '../plan/facts.ts';
import { isPointPass, needsMaximum, pointPasses } from '../plan/sweep.ts';
import type { Conduct } from './conduct.ts';
import { repeatDisturbed } from './repeat-disturbed.ts';
import { keptRounds, roundsOf } from './rounds.ts';

function isOfPoint({ pass }: Block): boolean {
  return isPointPass(pass);
}

/**
 * Shares are of the geometric mean of all rounds of the first pass: so a point is one and the same rate in every
 * round, and its windows can be paired by round. A resumed run goes on at the rates of the rounds that it has.
 */
function settleMaxima({ plan, blocks, record, journal }: Conduct): void {
  if (!needsMaximum(plan)) return;
  const isGoingOn = blocks.filter(isOfPoint).length < plan.blocks.filter(isOfPoint).length;
  for (const pair of plan.pairs) {
    const logs = soundWindows(record, 'throughput', pair).map(({ rps }) => Math.log(rps));
    if (logs.length === 0 || (isGoingOn && record.maximumOf(pair) !== null)) continue;
    journal.append({ type: 'pair-maximum', ...pair, throughput_rps: Math.exp(mean(logs)) });
  }
}

/** A pair without a maximum has no shares of it. */
function blocksOf({ plan, blocks, record }: Conduct, rounds: number): Block[] {
  const own = blocks.filter((block) => isOfPoint(block) && block.round <= rounds);
  if (!needsMaximum(plan)) return own;
  return own.map((block) => ({
    ...block,
    clients: block.clients.filter(
      (client) => record.maximumOf({ server: block.server, client }) !== null,
    ),
  }));
}

function isTimeLeft(blocks: readonly Block[], { plan, elapsed_ms, expectedMs }: Conduct): boolean {
  const { max_time_ms } = plan.stop;
  return max_time_ms === null || elapsed_ms() + expectedMs(blocks) <= max_time_ms;
}

/** Point by point; each is finished as soon as all its pairs are measured. */
async function measureRound(blocks: readonly Block[], conduct: Conduct): Promise<void> {
  for (const [index, block] of blocks.entries()) {
    const { pass, round } = block;
    await conduct.measureBlock(block);
    if (blocks[index + 1]?.pass !== pass)
      conduct.journal.append({ type: 'round-finished', pass, round });
  }
}

async function repeatPoints(round: number, conduct: Conduct): Promise<boolean> {
  const repeated = [];
  for (const pass of pointPasses(conduct.plan))
    repeated.push(await repeatDisturbed(pass, round, conduct));
  return repeated.includes(true);
}

/** `rounds`: at most as many as the first pass has. Throws Interrupted. */
export async function measureSweep(rounds: number, conduct: Conduct): Promise<void> {
  const passes = pointPasses(conduct.plan);
  if (passes.length === 0) return;
  settleMaxima(conduct);
  const blocks = blocksOf(conduct, rounds);
  let last = Math.max(0, ...passes.flatMap((pass) => keptRounds(pass, conduct)));
  let reason: 'planned' | 'max-time' = 'planned';
  for (const round of roundsOf(blocks)) {
    const own = blocks.filter((block) => block.round === round);
    // A kept point of this round or of a later one needs all of this round.
    if (round > Math.max(1, last) && !isTimeLeft(own, conduct)) {
      reason = 'max-time';
      break;
    }
    await measureRound(own, conduct);
    last = Math.max(last, round);
    // Later windows show what the first ones are to be held against.
    if (round > 1) await repeatPoints(round, conduct);
  }
  while (await repeatPoints(last, conduct)) {
    // Each window is measured again a bounded number of times, so this ends.
  }
  for (const pass of passes)
    conduct.journal.append({ type: 'rounds-ended', pass, rounds: last, reason });
}
