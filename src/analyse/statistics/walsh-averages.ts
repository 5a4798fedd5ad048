/**
 * The means of all pairs of differences, each with itself too, in their order, without making them: a thousand
 * rounds have half a million. Those up to a value are counted with two fingers on the sorted differences
 * (Johnson, Mizoguchi, SIAM J. Comput. 7 (1978) 147-153).
 */
export class WalshAverages {
  readonly count: number;
  readonly #sorted: Float64Array;

  constructor(differences: readonly number[]) {
    this.#sorted = Float64Array.from(differences).sort();
    this.count = (differences.length * (differences.length + 1)) / 2;
  }

  /** How many are not above the limit. */
  upTo(limit: number): number {
    const sorted = this.#sorted;
    let count = 0;
    let other = sorted.length - 1;
    for (let one = 0; one <= other; one += 1) {
      const value = sorted[one] ?? NaN;
      while (other >= one && (value + (sorted[other] ?? NaN)) / 2 > limit) other -= 1;
      count += other - one + 1;
    }
    return count;
  }

  /** The one at this place, from 0 on; NaN: there is no such place. */
  at(place: number): number {
    if (place < 0 || place >= this.count) return NaN;
    const sorted = this.#sorted;
    let low = (sorted[0] ?? NaN) - 1;
    let high = sorted.at(-1) ?? NaN;
    let upToLow = 0;
    let upToHigh = this.count;
    while (upToHigh - upToLow > sorted.length) {
      const middle = low + (high - low) / 2;
      // Equal ones cannot be told apart by halving.
      if (middle <= low || middle >= high) break;
      const upToMiddle = this.upTo(middle);
      if (upToMiddle > place) {
        high = middle;
        upToHigh = upToMiddle;
      } else {
        low = middle;
        upToLow = upToMiddle;
      }
    }
    return this.#between(low, high, upToHigh - upToLow)[place - upToLow] ?? NaN;
  }

  /** The `count` averages above `low` and up to `high`, ascending. */
  #between(low: number, high: number, count: number): Float64Array {
    const sorted = this.#sorted;
    const found = new Float64Array(count);
    let [size, last] = [0, sorted.length - 1];
    for (let one = 0; one <= last; one += 1) {
      const value = sorted[one] ?? NaN;
      while (last >= one && (value + (sorted[last] ?? NaN)) / 2 > high) last -= 1;
      for (let other = last; other >= one; other -= 1) {
        const average = (value + (sorted[other] ?? NaN)) / 2;
        if (average <= low) break;
        found[size] = average;
        size += 1;
      }
    }
    return found.sort();
  }
}
