/** The figure of a pair that a threshold asks for: which one it is, in words, or why there is none. */
import { rateWords } from '../comparison/ratio-words.ts';
import type { Cell, RunResult } from '../result.ts';
import type { LatencyAtRate } from '../result-comparison.ts';
import type { Threshold, ThresholdVerdict } from './threshold.ts';

/** What thresholds look at. */
export type Judged = Pick<RunResult, 'cells' | 'latency_at_rate'>;

export interface MeasuredValue {
  /** `P99 at 5000 requests/s`. */
  readonly what: string;
  readonly latency: ThresholdVerdict['latency'];
  readonly value: number | null;
  /** Of 95 %; null: not known. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Why there is no value. */
  readonly absent: string | null;
}

type Percentile = 'p50' | 'p95' | 'p99';

const NO_REASON = 'it was not measured';

export function measuredValue(cell: Cell, threshold: Threshold, judged: Judged): MeasuredValue {
  switch (threshold.metric) {
    case 'throughput':
      return throughput(cell);
    case 'p50':
    case 'p95':
    case 'p99':
      return percentile(cell, threshold.metric, judged);
    case 'errors':
      return errors(cell, threshold);
    case 'cpu_us_per_request':
      return bothSides('CPU time per request of both sides', cell, 'cpu_us_per_request', [
        ['server', cell.cpu_us_per_request.server],
        ['client', cell.cpu_us_per_request.client],
      ]);
    case 'rss':
      return bothSides('memory of both sides at its most', cell, 'rss_bytes', [
        ['server_peak', cell.rss_bytes.server_peak],
        ['client_peak', cell.rss_bytes.client_peak],
      ]);
  }
}

function throughput({ throughput_rps, absent }: Cell): MeasuredValue {
  const { estimate, low, high } = throughput_rps;
  return {
    what: 'throughput',
    latency: null,
    value: estimate,
    interval: low === null || high === null ? null : { low, high },
    absent: absent['throughput_rps.estimate'] ?? NO_REASON,
  };
}

/** In a closed loop the latency says the same as the throughput: it is taken only where there is no other. */
function percentile(cell: Cell, which: Percentile, { latency_at_rate }: Judged): MeasuredValue {
  const name = which.toUpperCase();
  if (latency_at_rate.length === 0)
    return {
      what: `${name} in the closed loop (there was no pass at one equal rate)`,
      latency: 'closed-loop',
      value: cell.rtt_ns[which],
      interval: null,
      absent: cell.absent[`rtt_ns.${which}`] ?? NO_REASON,
    };
  const rate_per_s = latency_at_rate[0]?.rate_per_s ?? NaN;
  const at = `${name} at ${rateWords(rate_per_s)}`;
  const found = latency_at_rate.find(
    ({ server, client }) => server === cell.server && client === cell.client,
  );
  return found === undefined
    ? { ...withoutRate(cell, which), what: at, latency: 'equal-rate', value: null, interval: null }
    : { ...atRate(found, which, at), latency: 'equal-rate' };
}

/** A client that gives no latencies has no part in the second pass, and says why in the first. */
function withoutRate(cell: Cell, which: Percentile): { readonly absent: string } {
  return { absent: cell.absent[`rtt_ns.${which}`] ?? 'the pair had no part in that pass' };
}

/** The same estimate as in the tables; of all rounds together where a single one is too short for it. */
function atRate(
  found: LatencyAtRate,
  which: Percentile,
  what: string,
): Omit<MeasuredValue, 'latency'> {
  const { estimate, low, high } = which === 'p95' ? NONE : found[`${which}_ns`];
  if (estimate !== null)
    return {
      what,
      value: estimate,
      interval: low === null || high === null ? null : { low, high },
      absent: null,
    };
  return {
    what: `${what}, of all rounds together,`,
    value: found.rtt_ns[which],
    interval: null,
    absent: found.absent[`rtt_ns.${which}`] ?? NO_REASON,
  };
}

const NONE = { estimate: null, low: null, high: null };

/** They are counted in cells that are invalid, too, since they are what makes them so. */
function errors({ requests, rounds_measured, reasons }: Cell, { unit }: Threshold): MeasuredValue {
  const { ok, ok_outside_windows, failed } = requests;
  const all = ok + ok_outside_windows + failed;
  const what = unit === 'share' ? 'share of failed requests' : 'number of failed requests';
  const value =
    rounds_measured === 0 || all === 0 ? null : unit === 'share' ? failed / all : failed;
  return {
    what,
    latency: null,
    value,
    interval: null,
    absent: reasons[0] ?? 'there was no request',
  };
}

function bothSides(
  what: string,
  { absent }: Cell,
  path: string,
  sides: readonly (readonly [string, number | null])[],
): MeasuredValue {
  const lacking = sides.find(([, value]) => value === null);
  const sum = sides.reduce((total, [, value]) => total + (value ?? 0), 0);
  return {
    what,
    latency: null,
    value: lacking === undefined ? sum : null,
    interval: null,
    absent: lacking === undefined ? null : (absent[`${path}.${lacking[0]}`] ?? NO_REASON),
  };
}
