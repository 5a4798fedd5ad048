/** The second pass: every valid pair in an open loop at one equal rate, which makes latencies comparable. */
import { equalRate } from '../analyse/selection/equal-rate.ts';
import type { EqualRate } from '../analyse/selection/equal-rate.ts';
import { soundWindows } from '../analyse/selection/selected-rounds.ts';
import type { Block } from '../plan/facts.ts';
import { settingsOfPass } from '../plan/pass-settings.ts';
import type { Conduct } from './conduct.ts';
import { measureRounds } from './rounds.ts';

/** A resumed run goes on at the rate of the rounds that it has. */
function rateOf({ record, plan, journal }: Conduct): number | null {
  if (record.rate_per_s !== null) return record.rate_per_s;
  const found: EqualRate | null = equalRate(record, plan.pairs);
  if (found === null) return null;
  journal.append({ type: 'latency-rate', ...found });
  return found.rate_per_s;
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
  const { plan, journal, measure } = conduct;
  if (plan.latency === null) return;
  const rate_per_s = rateOf(conduct);
  if (rate_per_s === null) {
    journal.append({ type: 'rounds-ended', pass: 'latency', rounds: 0, reason: 'nothing-valid' });
    return;
  }
  const settings = settingsOfPass('latency', plan, rate_per_s);
  await measureRounds('latency', blocksOf(conduct, rounds), { ...measure, settings }, conduct, () =>
    Promise.resolve(),
  );
}
