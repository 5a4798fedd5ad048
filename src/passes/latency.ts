/** The second pass: every valid pair in an open loop at one equal rate, which makes latencies comparable. */
import { equalRate } from '../analyse/selection/equal-rate.ts';
import { soundWindows } from '../analyse/selection/selected-rounds.ts';
import type { Block } from '../plan/facts.ts';
import type { Conduct } from './conduct.ts';
import { measureRounds } from './rounds.ts';

/** A resumed run has rounds of this pass. */
function hasKeptRounds({ plan, blocks }: Conduct): boolean {
  const left = new Set(blocks.flatMap(({ pass, round }) => (pass === 'latency' ? [round] : [])));
  return plan.blocks.some(({ pass, round }) => pass === 'latency' && !left.has(round));
}

/** `false`: no pair is valid, so there is none. A resumed run goes on at the rate of the rounds that it has. */
function settleRate(conduct: Conduct): boolean {
  const { record, plan, journal } = conduct;
  if (record.rate_per_s !== null && hasKeptRounds(conduct)) return true;
  const found = equalRate(record, plan.pairs);
  if (found !== null) journal.append({ type: 'latency-rate', ...found });
  return found !== null;
}

/** A pair without a throughput that can be believed has no latency that can. */
function blocksOf({ blocks, record }: Conduct, rounds: number): Block[] {
  return blocks
    .filter(({ pass, round }) => pass === 'latency' && round <= rounds)
    .map((block) => ({
      ...block,
      clients: block.clients.filter(
        (client) => soundWindows(record, 'throughput', { server: block.server, client }).length > 0,
      ),
    }));
}

/** `rounds`: at most as many as the first pass has. Throws Interrupted. */
export async function measureLatency(rounds: number, conduct: Conduct): Promise<void> {
  if (conduct.plan.latency === null) return;
  if (!settleRate(conduct)) {
    const none = { pass: 'latency', rounds: 0, reason: 'nothing-valid' } as const;
    conduct.journal.append({ type: 'rounds-ended', ...none });
    return;
  }
  await measureRounds('latency', blocksOf(conduct, rounds), conduct, () => Promise.resolve());
}
