/** The moments of one window; of a long one few enough that neither memory nor journal grow with its length. */
import { peakMoments } from './peak-moments.ts';
import type { Moment } from './sampled-window.ts';

/** An even choice of at most so many (four minutes of seconds), beside those with peaks. */
export const MOST_MOMENTS = 240;

interface Numbered {
  readonly number: number;
  readonly moment: Moment;
}

export class MomentSeries {
  #held: Numbered[] = [];
  #count = 0;

  /** In the order of time. */
  add(moment: Moment): void {
    this.#held.push({ number: this.#count, moment });
    this.#count += 1;
    if (this.#held.length > 2 * MOST_MOMENTS) this.#held = this.#thinned();
  }

  all(): readonly Moment[] {
    return this.#thinned().map(({ moment }) => moment);
  }

  /** Steps are powers of two, so that what an earlier choice left has all that a later one wants. */
  #thinned(): Numbered[] {
    let step = 1;
    while (this.#count > step * MOST_MOMENTS) step *= 2;
    if (step === 1) return this.#held;
    const peaks = peakMoments(this.#held.map(({ moment }) => moment));
    // A client that ends right after its window is last known at the moment before the end.
    return this.#held.filter(
      ({ number, moment }) => number % step === 0 || number >= this.#count - 2 || peaks.has(moment),
    );
  }
}
