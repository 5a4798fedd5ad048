/** Two runs held against a base run: faster, slower, tied, new, missing, not comparable, and gates. */
import { compareRuns } from '../../src/analyse/versus/compare-runs.ts';
import type { GateVerdict } from '../../src/analyse/gate-verdict.ts';
import type { RunResult } from '../../src/analyse/result.ts';
import type { ThresholdVerdict } from '../../src/analyse/thresholds/threshold.ts';
import type { Reported } from '../../src/report/reported.ts';
import { runWith } from '../analyse/versus/versus-fixture.ts';

const is = (server: string, client: string) => (pair: { server: string; client: string }) =>
  pair.server === server && pair.client === client;

const BASE = runWith({ id: 'base', has: (pair) => !is('rust-actix', 'cpp-cpr')(pair) });
const RUN = runWith({
  id: 'run',
  has: (pair) => !is('python-fastapi', 'cpp-cpr')(pair),
  factor: (cell) => {
    if (cell.pass === 'latency') return 1;
    return is('go-gin', 'cpp-cpr')(cell) ? 0.7 : is('go-gin', 'rust-reqwest')(cell) ? 1.4 : 1;
  },
  change: (cell) => {
    if (cell.server === 'python-fastapi')
      cell.window.usage.server.cpu_ns = 2 * (cell.window.usage.server.cpu_ns ?? NaN);
  },
});
const OTHER = runWith({ id: 'other', settings: { payload_bytes: 1000 } });

export const COMPARISON = compareRuns(BASE, [RUN, OTHER], {
  unlike: 'refuse',
  fail_if_slower: 0.05,
});

/** What is shown of a run with these thresholds, and without a comparison. */
export function shown(
  result: RunResult,
  gates: readonly GateVerdict[] = [],
): Pick<Reported, 'result' | 'comparison'> {
  const thresholds = gates.map((gate): ThresholdVerdict => ({ ...THRESHOLD, ...gate }));
  return { result: { ...result, thresholds }, comparison: null };
}

const THRESHOLD: Omit<ThresholdVerdict, keyof GateVerdict> = {
  ...{ server: 'a', client: 'b', threshold: 'a:b p99<5ms', limit: 5e6, value: null },
  metric: 'p99',
  operator: '<',
  unit: 'ns',
  latency: 'equal-rate',
};
