// Durations as an HdrHistogram, with exact count, sum, minimum and maximum beside it.
import hdr from 'hdr-histogram-js';

const HIGHEST_NS = 60e9;
const WORD_BITS = 64; // counters of fewer bits run over
/** Sums are kept as a number for as long as it is exact. */
const LARGEST_EXACT_SUM = 2 ** 52;

const newHistogram = () =>
  hdr.build({
    bitBucketSize: WORD_BITS,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_NS,
    numberOfSignificantValueDigits: 3,
  });

const decoded = (text) => hdr.decodeFromCompressedBase64(text, WORD_BITS);

// The buckets of that histogram: values of up to 11 bits have one each, longer ones share it with all
// that begin with the same 11 bits. The library's own way there takes a logarithm and a power.
const KEPT_BITS = 11;
const HALF = 2 ** (KEPT_BITS - 1);
const MAX_INT32 = 2 ** 31 - 1;

function bucketOf(ns) {
  if (ns <= MAX_INT32) {
    const dropped = Math.max(0, 32 - KEPT_BITS - Math.clz32(ns));
    return dropped * HALF + (ns >> dropped);
  }
  const dropped = 64 - KEPT_BITS - Math.clz32(ns / 2 ** 32);
  return dropped * HALF + Math.floor(ns / 2 ** dropped);
}

function lowestIn(bucket) {
  const dropped = Math.max(0, Math.floor(bucket / HALF) - 1);
  return (bucket - dropped * HALF) * 2 ** dropped;
}

export class Recorder {
  #counts = new Float64Array(bucketOf(HIGHEST_NS) + 1);
  #count = 0;
  #sumNs = 0;
  #moreSumNs = 0n;
  #minNs = Infinity;
  #maxNs = 0;
  #overRange = 0;
  #negative = 0;

  record(valueNs) {
    if (valueNs < 0) {
      this.#negative += 1;
      return;
    }
    if (valueNs > HIGHEST_NS) {
      this.#overRange += 1;
      return;
    }
    const ns = valueNs === 0 ? 1 : valueNs; // the contract records 0 as 1
    this.#counts[bucketOf(ns)] += 1;
    this.#count += 1;
    this.#sumNs += ns;
    if (this.#sumNs > LARGEST_EXACT_SUM) {
      this.#moreSumNs += BigInt(this.#sumNs);
      this.#sumNs = 0;
    }
    if (ns < this.#minNs) this.#minNs = ns;
    if (ns > this.#maxNs) this.#maxNs = ns;
  }

  /** What the contract wants under `rtt_ns`, the sum as a bigint. */
  distribution() {
    const isEmpty = this.#count === 0;
    return {
      count: this.#count,
      sum: this.#moreSumNs + BigInt(this.#sumNs),
      min: isEmpty ? null : this.#minNs,
      max: isEmpty ? null : this.#maxNs,
      over_range: this.#overRange,
      negative: this.#negative,
      histogram: hdr.encodeIntoCompressedBase64(this.#histogram()),
    };
  }

  #histogram() {
    const histogram = newHistogram();
    this.#counts.forEach((count, bucket) => {
      if (count > 0) histogram.recordValueWithCount(lowestIn(bucket), count);
    });
    return histogram;
  }
}

/** The distribution of two threads' values together. */
export function mergeDistributions(a, b) {
  const histogram = decoded(a.histogram);
  histogram.add(decoded(b.histogram));
  const of = (choose, field) => {
    const values = [a[field], b[field]].filter((value) => value !== null);
    return values.length === 0 ? null : choose(...values);
  };
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: of(Math.min, 'min'),
    max: of(Math.max, 'max'),
    over_range: a.over_range + b.over_range,
    negative: a.negative + b.negative,
    histogram: hdr.encodeIntoCompressedBase64(histogram),
  };
}

/** In ns; NaN when there is no value. */
export function percentile({ count, histogram }, percent) {
  return count === 0 ? NaN : decoded(histogram).getValueAtPercentile(percent);
}
