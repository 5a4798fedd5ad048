/** Student's t distribution. */
import cdf from '@stdlib/stats-base-dists-t-cdf';
import quantile from '@stdlib/stats-base-dists-t-quantile';

/** The value that |t| exceeds with probability 1 - level. */
export function criticalT(level: number, df: number): number {
  return quantile((1 + level) / 2, df);
}

/** The value that t stays below with this probability. */
export function quantileT(probability: number, df: number): number {
  return quantile(probability, df);
}

/** Probability of a |t| at least as large. */
export function twoSidedP(t: number, df: number): number {
  return 2 * cdf(-Math.abs(t), df);
}
