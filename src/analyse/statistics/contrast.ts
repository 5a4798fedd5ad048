/** A contrast of entries: a weighted sum of their effects whose weights add up to 0, with its standard error. */
import type { Layout } from './layout.ts';

export interface Contrast {
  readonly log: number;
  /** Null: there is nothing left to estimate the variance from. */
  readonly error: number | null;
  /** Of the variance that `error` is made of. */
  readonly df: number;
}

/** Weights of `a - b`. */
export function differenceOf({ entries }: Layout, a: number, b: number): number[] {
  return entries.map((_, index) => (index === a ? 1 : 0) - (index === b ? 1 : 0));
}

/** The variance is the residual one, pooled over all entries. */
export function contrastOf(layout: Layout, weights: readonly number[]): Contrast {
  const { sum, df } = layout.residual;
  const log = snap(dot(weights, layout.effects));
  if (df === 0) return { log, error: null, df };
  const unit = dot(
    weights,
    layout.inverse.map((row) => dot(weights, row)),
  );
  return { log, error: Math.sqrt((sum / df) * Math.max(0, unit)), df };
}

/** A difference made by rounding alone is none. */
function snap(log: number): number {
  return Math.abs(log) < 1e-12 ? 0 : log;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
