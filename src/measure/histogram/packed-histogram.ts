/**
 * A histogram in little more than a byte for each bucket in use: a long run has thousands of them, and dense ones
 * take 0.2 MB each.
 */
import { HIGHEST_IN, lowestIn, MIDDLE_OF } from './buckets.ts';
import { Counts } from './counts.ts';

const scratch = new Counts();
/** Enough for the bytes of all buckets. */
const draft = new Uint8Array(scratch.buckets.length * 12);

/** What is asked of every window. */
const USUAL_PERCENTILES: readonly number[] = [50, 95, 99];

export class PackedHistogram {
  readonly totalCount: number;
  /** The largest that was recorded, or the end of its bucket; 0: there are no samples. */
  readonly maxValue: number;
  /** From the middle of each bucket. */
  readonly mean: number;
  /**
   * Numbers of 7 bits a byte, the low ones first, the high bit set where more follow: a count doubled, or the
   * number of empty buckets in a row doubled plus 1.
   */
  readonly #bytes: Uint8Array;
  /** In the order of `USUAL_PERCENTILES`. */
  readonly #usual: readonly number[];

  private constructor(samples: Counts) {
    samples.settle();
    const { buckets, counts, size } = samples;
    let total = 0;
    let sum = 0;
    let end = 0;
    let next = 0;
    for (let at = 0; at < size; at += 1) {
      const bucket = buckets[at] ?? 0;
      const count = counts[at] ?? 0;
      total += count;
      sum += (MIDDLE_OF[bucket] ?? 0) * count;
      if (bucket > next) end = put(2 * (bucket - next) + 1, end);
      end = put(2 * count, end);
      next = bucket + 1;
    }
    this.totalCount = total;
    this.maxValue = samples.max_ns;
    this.mean = total === 0 ? 0 : sum / total;
    this.#bytes = draft.slice(0, end);
    this.#usual = usualPercentiles(samples, total);
  }

  /** `fill` puts the samples in. */
  static from(fill: (counts: Counts) => void): PackedHistogram {
    try {
      fill(scratch);
      return new PackedHistogram(scratch);
    } finally {
      scratch.clear();
    }
  }

  addTo(counts: Counts): void {
    unpack(this.#bytes, (bucket, count) => {
      counts.add(bucket, count);
    });
  }

  /** The end of the bucket that the sample at this share lies in; 0: there are no samples. */
  getValueAtPercentile(percent: number): number {
    const known = this.#usual[USUAL_PERCENTILES.indexOf(percent)];
    if (known !== undefined) return known;
    const wanted = countAt(this.totalCount, percent);
    let [seen, value] = [0, 0];
    unpack(this.#bytes, (bucket, count) => {
      if (seen < wanted) value = HIGHEST_IN[bucket] ?? 0;
      seen += count;
    });
    return value;
  }

  /** In the form of the contract, for whoever writes it down again. */
  toJSON(): [number, number][] {
    const pairs: [number, number][] = [];
    unpack(this.#bytes, (bucket, count) => {
      pairs.push([Math.max(1, lowestIn(bucket)), count]);
    });
    return pairs;
  }
}

/** Rounded up to a whole sample, unless it is above one by a rounding error only; the first one at least. */
function countAt(total: number, percent: number): number {
  const exact = (Math.min(percent, 100) / 100) * total;
  const ulp = 2 ** (Math.floor(Math.log2(exact)) - 52);
  return Math.max(Math.ceil(exact - ulp), 1);
}

/** All in one pass, since they rise. */
function usualPercentiles({ buckets, counts, size }: Counts, total: number): number[] {
  const values: number[] = [];
  const wanted = USUAL_PERCENTILES.map((percent) => countAt(total, percent));
  let seen = 0;
  let next = wanted[0] ?? Infinity;
  for (let at = 0; at < size && values.length < wanted.length; at += 1) {
    seen += counts[at] ?? 0;
    while (seen >= next) {
      values.push(HIGHEST_IN[buckets[at] ?? 0] ?? 0);
      next = wanted[values.length] ?? Infinity;
    }
  }
  return wanted.map((_, index) => values[index] ?? 0);
}

/** Gives the place behind it. */
function put(number: number, begin: number): number {
  let [rest, at] = [number, begin];
  for (; rest >= 2 ** 31; rest = Math.floor(rest / 128), at += 1) draft[at] = (rest % 128) | 128;
  // Whole numbers of 31 bits, which are much faster.
  let few = rest | 0;
  for (; few > 127; few >>>= 7, at += 1) draft[at] = (few & 127) | 128;
  draft[at] = few;
  return at + 1;
}

function unpack(bytes: Uint8Array, take: (bucket: number, count: number) => void): void {
  let bucket = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const first = bytes[at] ?? 0;
    let number = first & 127;
    let scale = 128;
    for (let byte = first; byte > 127; scale *= 128) {
      at += 1;
      byte = bytes[at] ?? 0;
      number += (byte & 127) * scale;
    }
    // The lowest bit tells them apart.
    if ((first & 1) === 1) {
      bucket += (number - 1) / 2;
    } else {
      take(bucket, number / 2);
      bucket += 1;
    }
  }
}
