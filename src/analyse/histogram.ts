/** Client histograms, in both forms of the contract, as HdrHistograms of one shape that can be merged. */
import { build, decodeFromCompressedBase64, type Histogram } from 'hdr-histogram-js';
import { errorText } from '../host/user-error.ts';
import type { HistogramData } from '../measure/client-events.ts';
import { absent, type Figure } from './figure.ts';

const HIGHEST_NS = 60e9;
const SIGNIFICANT_DIGITS = 3;

/** Width of a bucket relative to its values; two values closer than this cannot be told apart. */
export const RESOLUTION = 1 / 1024;

/** A percentile is given only if at least this many samples lie beyond it. */
const SAMPLES_BEYOND = 10;

export type Decoded = { readonly histogram: Histogram } | { readonly problem: string };

function emptyHistogram(): Histogram {
  return build({
    // Narrower counters wrap around: with 8 bits, 70,000 equal values count as 112.
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_NS,
    numberOfSignificantValueDigits: SIGNIFICANT_DIGITS,
    useWebAssembly: false,
  });
}

/** What a client sent is foreign data: whatever the library throws at it is the client's fault. */
export function decodeHistogram(data: HistogramData): Decoded {
  try {
    return { histogram: typeof data === 'string' ? fromBase64(data) : fromPairs(data) };
  } catch (error) {
    return { problem: errorText(error) };
  }
}

export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const merged = emptyHistogram();
  for (const histogram of histograms) merged.add(histogram);
  return merged;
}

/** The value below which a share `q` of the samples lies. */
export function percentile(histogram: Histogram, q: number): Figure {
  const samples = histogram.totalCount;
  if (samples * (1 - q) < SAMPLES_BEYOND) {
    const needed = Math.ceil(SAMPLES_BEYOND / (1 - q));
    return absent(`needs at least ${needed} samples, there are ${samples}`);
  }
  return { value: histogram.getValueAtPercentile(q * 100) };
}

/** A client's library may have used a wider range or more digits: merging brings these into shape. */
function fromBase64(text: string): Histogram {
  const histogram = decodeFromCompressedBase64(text, 64, false);
  const { numberOfSignificantValueDigits: digits, maxValue: max_ns } = histogram;
  if (digits < SIGNIFICANT_DIGITS) {
    throw new Error(`it keeps ${digits} significant digits, fewer than 3`);
  }
  if (max_ns > HIGHEST_NS * (1 + RESOLUTION)) {
    throw new Error(`it holds a value of ${max_ns} ns, which is over 60 s`);
  }
  return histogram;
}

function fromPairs(pairs: readonly (readonly [number, number])[]): Histogram {
  const histogram = emptyHistogram();
  for (const [value_ns, count] of pairs) {
    if (count > 0) histogram.recordValueWithCount(value_ns, count);
  }
  return histogram;
}
