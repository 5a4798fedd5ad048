/** Samples on their way into a histogram, bucket by bucket. */
import { bucketOf, BUCKETS, HIGHEST_IN } from './buckets.ts';

/**
 * Buckets in use, ascending, with their counts. One is used again and again, since it has room for all. As long as
 * buckets come in their order, as clients and encodings give them, nothing is looked through but those in use.
 */
export class Counts {
  readonly buckets = new Int32Array(BUCKETS);
  readonly counts = new Float64Array(BUCKETS);
  size = 0;
  /** As exactly as it is known. */
  max_ns = 0;
  /** By bucket, once one came out of its order; it is large, so it stays once it is there. */
  #dense: Float64Array | null = null;
  #isDense = false;

  /** Throws on a value that has no bucket. */
  record(value_ns: number, count: number): void {
    const bucket = bucketOf(value_ns);
    if (bucket >= BUCKETS)
      throw new Error(`it holds a value of ${value_ns} ns, which is over 60 s`);
    this.#put(bucket, count);
    if (value_ns > this.max_ns) this.max_ns = value_ns;
  }

  add(bucket: number, count: number): void {
    this.#put(bucket, count);
    const highest_ns = HIGHEST_IN[bucket] ?? 0;
    if (highest_ns > this.max_ns) this.max_ns = highest_ns;
  }

  #put(bucket: number, count: number): void {
    if (this.#dense !== null && this.#isDense) {
      this.#dense[bucket] = (this.#dense[bucket] ?? 0) + count;
      return;
    }
    const last = this.size === 0 ? -1 : (this.buckets[this.size - 1] ?? 0);
    if (bucket > last) {
      this.buckets[this.size] = bucket;
      this.counts[this.size] = count;
      this.size += 1;
    } else if (bucket === last) {
      this.counts[this.size - 1] = (this.counts[this.size - 1] ?? 0) + count;
    } else {
      this.#toDense()[bucket] = (this.#dense?.[bucket] ?? 0) + count;
    }
  }

  #toDense(): Float64Array {
    const dense = (this.#dense ??= new Float64Array(BUCKETS));
    for (let at = 0; at < this.size; at += 1) dense[this.buckets[at] ?? 0] = this.counts[at] ?? 0;
    this.#isDense = true;
    return dense;
  }

  /** Must be called before buckets and counts are read. */
  settle(): void {
    if (!this.#isDense || this.#dense === null) return;
    this.size = 0;
    for (const [bucket, count] of this.#dense.entries()) {
      if (count === 0) continue;
      this.buckets[this.size] = bucket;
      this.counts[this.size] = count;
      this.size += 1;
    }
    this.#dense.fill(0);
    this.#isDense = false;
  }

  clear(): void {
    if (this.#isDense) this.#dense?.fill(0);
    this.#isDense = false;
    this.size = 0;
    this.max_ns = 0;
  }
}
