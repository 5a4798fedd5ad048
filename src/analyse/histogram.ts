/** Client histograms, in all forms of the contract and of the journal, as histograms that can be merged. */
import { errorText } from '../host/user-error.ts';
import type { StoredHistogram } from '../measure/client-events.ts';
import { readHdrText } from '../measure/histogram/hdr-text.ts';
import { PackedHistogram } from '../measure/histogram/packed-histogram.ts';
import { absent, type Figure } from './figure.ts';

/** Width of a bucket relative to its values; two values closer than this cannot be told apart. */
export const RESOLUTION = 1 / 1024;

/** A percentile is given only if at least this many samples lie beyond it. */
const SAMPLES_BEYOND = 10;

export type Decoded = { readonly histogram: PackedHistogram } | { readonly problem: string };

/** What a client sent is foreign data: whatever is thrown at it is the client's fault. */
export function decodeHistogram(data: StoredHistogram): Decoded {
  if (data instanceof PackedHistogram) return { histogram: data };
  try {
    const histogram = PackedHistogram.from((counts) => {
      if (typeof data === 'string') readHdrText(data, counts);
      else for (const [value_ns, count] of data) if (count > 0) counts.record(value_ns, count);
    });
    return { histogram };
  } catch (error) {
    return { problem: errorText(error) };
  }
}

export function mergeHistograms(histograms: readonly PackedHistogram[]): PackedHistogram {
  return PackedHistogram.from((counts) => {
    for (const histogram of histograms) histogram.addTo(counts);
  });
}

/** The value below which a share `q` of the samples lies. */
export function percentile(histogram: PackedHistogram, q: number): Figure {
  const samples = histogram.totalCount;
  if (samples * (1 - q) < SAMPLES_BEYOND) {
    const needed = Math.ceil(SAMPLES_BEYOND / (1 - q));
    return absent(`needs at least ${needed} samples, there are ${samples}`);
  }
  return { value: histogram.getValueAtPercentile(q * 100) };
}
