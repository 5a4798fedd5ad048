/**
 * What a client completed from interval to interval. Of a long phase neighbours are put together, so that it
 * stays small; every request is still in one of them.
 */
import type { AnyClientRun } from './client-events.ts';

type Interval = AnyClientRun['intervals'][number];

/** Of a phase: as a client prints one each 100 ms, a minute is kept as it is. */
export const MOST_INTERVALS = 600;

export class IntervalSeries {
  readonly #phases = { warmup: new Phase(), window: new Phase() };

  add(interval: Interval): void {
    this.#phases[interval.phase].add(interval);
  }

  /** Those of the warm-up first. */
  all(): Interval[] {
    return [...this.#phases.warmup.intervals, ...this.#phases.window.intervals];
  }
}

class Phase {
  intervals: Interval[] = [];
  /** How many that the client printed are in each one, and in the last one so far. */
  #inEach = 1;
  #inLast = 0;

  add(interval: Interval): void {
    const last = this.intervals.at(-1);
    if (last !== undefined && this.#inLast < this.#inEach) {
      this.intervals[this.intervals.length - 1] = together(last, interval);
      this.#inLast += 1;
      return;
    }
    if (this.intervals.length === MOST_INTERVALS) {
      this.intervals = pairwise(this.intervals);
      this.#inEach *= 2;
    }
    this.intervals.push(interval);
    this.#inLast = 1;
  }
}

function together(one: Interval, next: Interval): Interval {
  return {
    phase: next.phase,
    elapsed_ns: next.elapsed_ns,
    completed: one.completed + next.completed,
    errors: one.errors + next.errors,
  };
}

function pairwise(intervals: readonly Interval[]): Interval[] {
  return intervals.flatMap((interval, index) => {
    const before = intervals[index - 1];
    return index % 2 === 1 && before !== undefined ? [together(before, interval)] : [];
  });
}
