/**
 * How long a run will still take: the estimate of the plan, corrected by what was really used so far. At
 * first the plan counts for all, since one window says little; later on it counts for ever less.
 */

/** The plan counts as much as if this share of the run had been measured in its time. */
const TRUST_IN_PLAN = 0.1;

interface Mark {
  readonly at_ms: number;
  readonly measured: number;
}

/** Amounts of work are weights, in no unit. */
export class TimeLeft {
  readonly #began_ms: number;
  readonly #expected_ms: number;
  readonly #ms_per_weight: number;
  /** When a window ended last, and how much was measured by then. */
  #last: Mark;

  constructor(now_ms: number, expected_ms: number, weight: number) {
    this.#began_ms = now_ms;
    this.#expected_ms = expected_ms;
    this.#ms_per_weight = weight <= 0 ? 0 : expected_ms / weight;
    this.#last = { at_ms: now_ms, measured: 0 };
  }

  /** `measured`: since the beginning. */
  mark(now_ms: number, measured: number): void {
    this.#last = { at_ms: now_ms, measured };
  }

  /** 1: as planned; 2: everything takes twice as long. */
  #pace(): number {
    const trust_ms = TRUST_IN_PLAN * this.#expected_ms;
    const planned_ms = this.#ms_per_weight * this.#last.measured + trust_ms;
    const used_ms = this.#last.at_ms - this.#began_ms + trust_ms;
    return planned_ms <= 0 ? 1 : used_ms / planned_ms;
  }

  /**
   * Runs down while a window is measured, but by no more than that window: one that hangs does not bring
   * the end nearer.
   */
  leftMs(now_ms: number, weight: number, windows: number): number {
    if (windows <= 0) return 0;
    const left_ms = this.#ms_per_weight * weight * this.#pace();
    const of_others_ms = left_ms * (1 - 1 / windows);
    return Math.max(of_others_ms, left_ms - (now_ms - this.#last.at_ms), 0);
  }
}
