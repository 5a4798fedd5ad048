/** Windows in a few numbers each, quiet unless a test says otherwise, for gates and rules that are pure. */
import type { WindowFigures } from '../../../src/analyse/selection/window-figures.ts';

/** At `order` 0, of the first round; both sides together cost 20 us a request. */
export function figures(changes: Partial<WindowFigures> = {}): WindowFigures {
  return {
    ...{ pass: 'throughput', round: 1, server: 'a', client: 'x', order: 0 },
    ...{ connections: 100, open_loop: false },
    ...{ window_ms: 2000, watched_ms: 2000 },
    ...{ rps: 50_000, client_cpu_us: 12, server_cpu_us: 8, client_busy: 0.6, server_busy: 0.4 },
    ...{
      foreign_cpus: 0,
      foreign_cpus_peak: 0,
      steal_cpus: 0,
      throttled_cpus: 0,
      p50_ns: 1e6,
      p99_ns: 3e6,
      broken: [],
    },
    ...changes,
  };
}

/** One window in each round, a request of which costs so much on both sides together. */
export function costing(...costs_us: readonly number[]): WindowFigures[] {
  return costs_us.map((cost_us, index) =>
    figures({
      round: index + 1,
      order: index,
      client_cpu_us: cost_us / 2,
      server_cpu_us: cost_us / 2,
    }),
  );
}

export const STALLED = [{ name: 'littles_law', reason: '115 requests were under way' }];
export const MISCOUNTED = [{ name: 'requests_match_server', reason: 'the server counted 1 more' }];
