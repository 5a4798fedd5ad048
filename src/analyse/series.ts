/** One kind of latency of one window or of several: exact sums and counts beside the histogram. */
import type { StoredLatencies } from '../measure/client-events.ts';
import type { PackedHistogram } from '../measure/histogram/packed-histogram.ts';
import { max } from 'simple-statistics';
import { absent, type Figure } from './figure.ts';
import { type Decoded, decodeHistogram, mergeHistograms, percentile } from './histogram.ts';

export interface Series {
  readonly count: number;
  /** Exact: the sum of a long run is beyond 2^53 ns. */
  readonly sum_ns: bigint;
  readonly max_ns: number | null;
  readonly over_range: number;
  readonly negative: number;
  readonly decoded: Decoded;
  /** Why there are no latencies at all; null: there may be some. */
  readonly absent: string | null;
}

const NO_SAMPLES = 'there are no samples';

export function readSeries(latencies: StoredLatencies): Series {
  return {
    count: latencies.count,
    sum_ns: BigInt(latencies.sum),
    max_ns: latencies.max,
    over_range: latencies.over_range,
    negative: latencies.negative,
    decoded: decodeHistogram(latencies.histogram),
    absent: null,
  };
}

/** In place of latencies that a client does not give. */
export function absentSeries(reason: string): Series {
  const nothing = { count: 0, sum_ns: 0n, max_ns: null, over_range: 0, negative: 0 };
  return { ...nothing, decoded: { problem: reason }, absent: reason };
}

/** The union of the samples; a histogram that could not be read makes that of the union unreadable. */
export function mergeSeries(parts: readonly Series[]): Series {
  const maxima = parts.flatMap(({ max_ns }) => (max_ns === null ? [] : [max_ns]));
  let merged: Decoded | null = null;
  return {
    count: total(parts.map(({ count }) => count)),
    sum_ns: parts.reduce((sum, part) => sum + part.sum_ns, 0n),
    max_ns: maxima.length === 0 ? null : max(maxima),
    over_range: total(parts.map(({ over_range }) => over_range)),
    negative: total(parts.map(({ negative }) => negative)),
    /** Made when it is asked for, since means need none. */
    get decoded() {
      merged ??= mergeDecoded(parts.map(({ decoded }) => decoded));
      return merged;
    },
    absent: parts.find((part) => part.absent !== null)?.absent ?? null,
  };
}

export function meanOf(series: Series): Figure {
  return series.count === 0
    ? absent(series.absent ?? NO_SAMPLES)
    : { value: Number(series.sum_ns) / series.count };
}

export function maxOf(series: Series): Figure {
  return series.max_ns === null ? absent(series.absent ?? NO_SAMPLES) : { value: series.max_ns };
}

/** A histogram rounds up to the end of a bucket; the exact maximum is the better bound. */
export function percentileOf({ decoded, max_ns }: Series, q: number): Figure {
  if ('problem' in decoded) return absent(decoded.problem);
  const figure = percentile(decoded.histogram, q);
  return 'value' in figure && max_ns !== null ? { value: Math.min(figure.value, max_ns) } : figure;
}

function mergeDecoded(parts: readonly Decoded[]): Decoded {
  const histograms: PackedHistogram[] = [];
  for (const part of parts) {
    if ('problem' in part) return part;
    histograms.push(part.histogram);
  }
  return { histogram: mergeHistograms(histograms) };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
