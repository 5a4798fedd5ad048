/** Measurements between two of a yardstick, so that the state of the machine cancels out of their ratio. */
import { mean } from 'simple-statistics';

/** Share by which two neighbouring yardsticks may differ: above it the machine changed between them. */
export const MOST_APART = 0.05;
/** A machine that never holds still must not keep the bench from its end. */
export const MOST_ATTEMPTS = 3;

export interface Beside<T> {
  readonly value: T;
  /** Mean of the one before and the one behind, in requests per second. */
  readonly yardstick_rps: number;
  /** How often it was measured until the two agreed. */
  readonly attempts: number;
}

interface Attempt<T> {
  readonly value: T;
  readonly yardstick_rps: number;
  readonly apart: number;
}

export class BesideYardstick {
  readonly #yardstickRps: () => Promise<number>;
  #last_rps: number | null = null;

  /** `yardstickRps` measures the yardstick once. */
  constructor(yardstickRps: () => Promise<number>) {
    this.#yardstickRps = yardstickRps;
  }

  /** Measured again where the yardstick changed meanwhile; `value` itself has no say in that. */
  async measure<T>(work: () => Promise<T>): Promise<Beside<T>> {
    let steadiest = await this.#attempt(work);
    let attempts = 1;
    for (; steadiest.apart > MOST_APART && attempts < MOST_ATTEMPTS; attempts += 1) {
      const again = await this.#attempt(work);
      if (again.apart < steadiest.apart) steadiest = again;
    }
    const { value, yardstick_rps } = steadiest;
    return { value, yardstick_rps, attempts };
  }

  async #attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
    const before = this.#last_rps ?? (await this.#yardstickRps());
    const value = await work();
    const after = await this.#yardstickRps();
    this.#last_rps = after;
    const yardstick_rps = mean([before, after]);
    return { value, yardstick_rps, apart: Math.abs(after - before) / yardstick_rps };
  }
}
