/** What the intervals of one ratio were over many runs; in truth both entries are the same. */
import type { Observation, Ratio } from '../src/analyse/statistics/observation.ts';

/** 97.5 % of the normal distribution. */
const NORMAL_QUANTILE = 1.959964;

export class PairTally {
  readonly a: string;
  readonly b: string;
  /** Half-widths, of the logarithm. */
  readonly halves: number[] = [];
  /** Intervals that hold the truth. */
  holding = 0;
  #differences = 0;
  #sum = 0;
  #squares = 0;

  constructor(a: string, b: string) {
    this.a = a;
    this.b = b;
  }

  add({ low, high }: Ratio, observations: readonly Observation[]): void {
    if (low !== null && high !== null) {
      this.halves.push(Math.log(high / low) / 2);
      if (low <= 1 && high >= 1) this.holding += 1;
    }
    const others = new Map<number, number>();
    for (const { entry, round, value } of observations)
      if (entry === this.b) others.set(round, value);
    for (const { entry, round, value } of observations) {
      const other = entry === this.a ? others.get(round) : undefined;
      if (other === undefined) continue;
      const difference = Math.log(value / other);
      this.#differences += 1;
      this.#sum += difference;
      this.#squares += difference ** 2;
    }
  }

  /** Of the interval of a mean of so many differences, whose variance is known. */
  oracleHalf(rounds: number): number {
    const mean = this.#sum / this.#differences;
    const variance = this.#squares / this.#differences - mean ** 2;
    return NORMAL_QUANTILE * Math.sqrt(variance / rounds);
  }
}
