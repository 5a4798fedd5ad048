/**
 * The ratio of two entries that no round has in common, as those of two runs: what rounds do to all is not
 * cancelled, so it is a part of the variance of each. Welch, Biometrika 34 (1947) 28-35, on logarithms;
 * degrees of freedom by Satterthwaite.
 */
import type { Contrast } from './contrast.ts';
import { intervalOf, pValueOf } from './interval.ts';
import type { Estimate } from './observation.ts';

/** `one / other`. */
export interface UnpairedRatio extends Estimate {
  /** That the two are the same, two-sided, not adjusted for other comparisons. */
  readonly p_value: number | null;
}

const LEVEL = 0.95;

export function unpairedRatio(one: Contrast, other: Contrast, level = LEVEL): UnpairedRatio {
  const difference = differenceOf(one, other);
  return { ...intervalOf(difference, level), p_value: pValueOf(difference) };
}

function differenceOf(one: Contrast, other: Contrast): Contrast {
  const log = one.log - other.log;
  if (one.error === null || other.error === null) return { log, error: null, df: 0 };
  const [a, b] = [one.error ** 2, other.error ** 2];
  const variance = a + b;
  const df =
    variance === 0 ? one.df + other.df : variance ** 2 / (a ** 2 / one.df + b ** 2 / other.df);
  return { log, error: Math.sqrt(variance), df };
}
