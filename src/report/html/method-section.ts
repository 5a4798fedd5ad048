/** How it was measured, in short: what the figures say, and what they do not. */
import type { RunResult } from '../../analyse/result.ts';
import type { Section } from './figure.ts';
import { markup } from './markup.ts';
import { list } from './words.ts';

export function methodSection({ settings, seed, reference }: RunResult): Section {
  const { connections, rate_per_s } = settings;
  const loop =
    rate_per_s === null
      ? `Closed loop: ${connections} connections with one request in flight each, at all times. Its mean round trip is connections / throughput (Little's law), so its latency is no comparison.`
      : 'Open loop: requests are due at fixed times, and latency counts from the due time, so that a stall is charged to all requests that it delayed.';
  const lines = [
    `In each round every pair is measured once, in an order shuffled by the seed ${seed}. A server is started fresh for each round, a client for each window; both are checked against the contract before anything is measured.`,
    loop,
    'Latency at equal load is measured in a second pass, open loop, at one rate for all pairs; only that ranks latency.',
    ...(reference === null
      ? []
      : [
          'The ceiling of each side is measured in the same rounds with a lean service at the other end; by these and by the CPU use of both sides a pair has its limit.',
        ]),
    'A window that the machine disturbed (foreign load, steal, a stall, its slow state) is measured again, at most twice, by rules that are fixed in advance and look at no throughput. What is left out stays in the journal and is counted above.',
    'Percentiles come from the merged histograms of all rounds, and are given only where at least 10 requests lie beyond them.',
    'Intervals are 95 %, made on the log scale and paired by round. A rank is 1 + the number of entries that are significantly better (Holm over all comparisons); what an interval cannot tell apart is tied.',
    'Not timed: opening connections, warm-up, draining, and what the tool does between windows.',
  ];
  return {
    ...{ id: 'method', title: 'Method', short: 'Method', width: 'full' },
    content: markup`${list(lines)}<p>All of it, with the statistics and the limits: docs/method.md of pairbench.</p>
`,
  };
}
