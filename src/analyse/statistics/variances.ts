/**
 * The variance of each entry: partly its own, partly that of all entries.
 *
 * With 3 rounds an entry's own residuals have 2 degrees of freedom and say little; with the pooled
 * variance alone a noisy entry among quiet ones has intervals that are far too narrow. So the pooled
 * variance counts as if it had been seen with `POOLED_DF` degrees of freedom beside the entry's own:
 *
 *   variance = (POOLED_DF x pooled + df x own) / (POOLED_DF + df),  with POOLED_DF + df degrees of freedom
 *
 * This is the moderated t of Smyth, Statistical Applications in Genetics and Molecular Biology 3 (2004),
 * article 3, with a fixed prior weight instead of an estimated one, which a dozen entries cannot estimate.
 * With 3, `npm run simulate` finds 95 % both for equal and for unequal entries.
 */
import type { Cell, Layout } from './layout.ts';

const POOLED_DF = 3;

export interface Variance {
  readonly value: number;
  /** Degrees of freedom. */
  readonly df: number;
}

/** Of the residuals of each entry; null: there is nothing to estimate them from. */
export function entryVariances({ cells, residual }: Layout): Variance[] | null {
  if (residual.df === 0) return null;
  const pooled = residual.sum / residual.df;
  return cells.map((own) => {
    // Whatever was cleaned away as rounding in the pooled one is no variance here either.
    const sum = residual.sum === 0 ? 0 : squares(own);
    return moderated({ sum, df: freedom(own) }, pooled, residual.df);
  });
}

/** `most`: the degrees of freedom that all entries have together; a part never has more. */
export function moderated(
  own: { readonly sum: number; readonly df: number },
  pooled: number,
  most: number,
): Variance {
  const df = POOLED_DF + own.df;
  return { value: (POOLED_DF * pooled + own.sum) / df, df: Math.min(df, most) };
}

function squares(cells: readonly Cell[]): number {
  return cells.reduce((sum, { residual }) => sum + residual * residual, 0);
}

function freedom(cells: readonly Cell[]): number {
  return cells.reduce((sum, { leverage }) => sum + Math.max(0, 1 - leverage), 0);
}
