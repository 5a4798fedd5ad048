/** A contrast of entries: a weighted sum of their effects whose weights add up to 0, with its standard error. */
import type { Layout } from './layout.ts';
import type { Variance } from './variances.ts';

export interface Contrast {
  readonly log: number;
  /** Null: there is nothing to estimate the variance from. */
  readonly error: number | null;
  /** Of the variance that `error` is made of. */
  readonly df: number;
}

/** Weights by entry, those that are 0 left out. */
export type Weights = ReadonlyMap<number, number>;

/** Weights of `a - b`. */
export function differenceOf(a: number, b: number): Weights {
  return a === b
    ? new Map()
    : new Map([
        [a, 1],
        [b, -1],
      ]);
}

/**
 * Least squares makes the contrast a weighted sum of the cells' logs; its variance is the sum of their
 * squared weights x the variances of their entries, with the degrees of freedom of Satterthwaite,
 * Biometrics Bulletin 2 (1946) 110-114, and never more than those of all residuals.
 */
export function contrastOf(
  layout: Layout,
  variances: readonly Variance[] | null,
  weights: Weights,
): Contrast {
  const log = snap(total([...weights].map(([entry, w]) => w * (layout.effects[entry] ?? 0))));
  if (variances === null) return { log, error: null, df: 0 };
  const squared = squaredWeights(layout, weights);
  const parts = variances.map(({ value, df }, entry) => {
    const part = value * (squared[entry] ?? 0);
    return { part, rate: part ** 2 / df };
  });
  const variance = total(parts.map(({ part }) => part));
  const most = layout.residual.df;
  const df = variance === 0 ? most : variance ** 2 / total(parts.map(({ rate }) => rate));
  return { log, error: Math.sqrt(variance), df: Math.min(df, most) };
}

/** By entry, the sum of the squared weights of its cells. */
function squaredWeights({ entries, inverse, blocks }: Layout, weights: Weights): number[] {
  const gradient = new Array<number>(entries.length).fill(0);
  for (const [other, weight] of weights)
    for (const [entry, value] of (inverse[other] ?? []).entries())
      gradient[entry] = (gradient[entry] ?? 0) + weight * value;
  const squared = new Array<number>(entries.length).fill(0);
  for (const block of blocks) {
    let sum = 0;
    for (const entry of block) sum += gradient[entry] ?? 0;
    const mean = sum / block.length;
    for (const entry of block)
      squared[entry] = (squared[entry] ?? 0) + ((gradient[entry] ?? 0) - mean) ** 2;
  }
  return squared;
}

/** A difference made by rounding alone is none. */
function snap(log: number): number {
  return Math.abs(log) < 1e-12 ? 0 : log;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
