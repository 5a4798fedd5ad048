/** A figure that may be absent, and the list of reasons why some are. */
import { max, median, min } from 'simple-statistics';

/** A number, or the reason why there is none; never 0 or NaN in its place. */
export type Figure = { readonly value: number } | { readonly absent: string };

/** Reason of all that only a measured round can tell. */
export const NOT_MEASURED = 'no round was measured';

export function absent(reason: string): Figure {
  return { absent: reason };
}

/** Median over the rounds, robust to one disturbed round. */
export function medianOf(values: readonly number[], absentReason: string): Figure {
  return values.length === 0 ? absent(absentReason) : { value: median([...values]) };
}

export function largestOf(values: readonly number[], absentReason: string): Figure {
  return values.length === 0 ? absent(absentReason) : { value: max([...values]) };
}

export function smallestOf(values: readonly number[], absentReason: string): Figure {
  return values.length === 0 ? absent(absentReason) : { value: min([...values]) };
}

/** Gives the value of a figure and keeps the reason of an absent one, by its path in the result. */
export type Fact = (path: string, value: Figure) => number | null;

/** Turns figures into numbers and nulls, keeping the reason of each null by its path in the result. */
export class Absences {
  readonly reasons: Record<string, string> = {};
  readonly #explain: (reason: string) => string;

  /** `explain` may add to a reason what a figure by itself does not know. */
  constructor(explain: (reason: string) => string) {
    this.#explain = explain;
  }

  valueOf(path: string, figure: Figure): number | null {
    if ('value' in figure) return figure.value;
    this.reasons[path] = this.#explain(figure.absent);
    return null;
  }
}
