/** A merged histogram as a curve over its percentiles, which ends where too few samples lie beyond. */
import { percentileOf, type Series } from './series.ts';

export interface CurvePoint {
  /** Share of the samples below, 0 to 1. */
  readonly q: number;
  readonly ns: number;
}

/** Evenly spaced in the number of nines, since the tail is what differs. */
const STEPS_PER_NINE = 8;
const MOST_NINES = 7;
/** That people ask for and that lie on no step. */
const NAMED = [0.5, 0.95];

const LADDER = [
  ...Array.from({ length: MOST_NINES * STEPS_PER_NINE + 1 }, (_, step) => shareAt(step)),
  ...NAMED,
].sort((one, other) => one - other);

/** Written so that three nines are 0.999 and nothing near it. */
function shareAt(step: number): number {
  return Number((1 - 10 ** (-step / STEPS_PER_NINE)).toFixed(9));
}

/** Or the reason why there is none. */
export function percentileCurve(
  series: Series,
): readonly CurvePoint[] | { readonly absent: string } {
  const points: CurvePoint[] = [];
  for (const q of LADDER) {
    const figure = percentileOf(series, q);
    if ('value' in figure) points.push({ q, ns: figure.value });
    else if (points.length === 0) return figure;
    else break;
  }
  return points;
}
