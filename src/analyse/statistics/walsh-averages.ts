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

  /** How many are below the limit. */
  below(limit: number): number {
    return this.#counted((average) => average < limit);
  }

  above(limit: number): number {
    return this.count - this.#counted((average) => average <= limit);
  }

  /** The one at this place, from 0 on; NaN: there is no such place. */
  at(place: number): number {
    if (place < 0 || place >= this.count) return NaN;
    const sorted = this.#sorted;
    let [low, high] = [(sorted[0] ?? NaN) - 1, sorted.at(-1) ?? NaN];
    let [atMostLow, atMostHigh] = [0, this.count];
    while (atMostHigh - atMostLow > sorted.length) {
      const middle = low + (high - low) / 2;
      // Equal ones cannot be told apart by halving.
      if (middle <= low || middle >= high) break;
      const atMost = this.#counted((average) => average <= middle);
      if (atMost > place) [high, atMostHigh] = [middle, atMost];
      else [low, atMostLow] = [middle, atMost];
    }
    return this.#between(low, high)[place - atMostLow] ?? NaN;
  }

  /** `isLow` holds for all averages up to some value. */
  #counted(isLow: (average: number) => boolean): number {
    const sorted = this.#sorted;
    let count = 0;
    let other = sorted.length - 1;
    for (let one = 0; one <= other; one += 1) {
      const value = sorted[one] ?? NaN;
      while (other >= one && !isLow((value + (sorted[other] ?? NaN)) / 2)) other -= 1;
      count += other - one + 1;
    }
    return count;
  }

  /** Above `low` and up to `high`, ascending. */
  #between(low: number, high: number): Float64Array {
    const sorted = this.#sorted;
    const found: number[] = [];
    let last = sorted.length - 1;
    for (let one = 0; one < sorted.length; one += 1) {
      const average = (other: number): number =>
        ((sorted[one] ?? NaN) + (sorted[other] ?? NaN)) / 2;
      while (last >= 0 && average(last) > high) last -= 1;
      for (let other = last; other >= one && average(other) > low; other -= 1)
        found.push(average(other));
    }
    return Float64Array.from(found).sort();
  }
}
