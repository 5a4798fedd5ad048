/** t intervals of logs, given as ratios. */
import type { Contrast } from './contrast.ts';
import { type Estimate, ONE_ROUND, withoutInterval } from './observation.ts';
import { criticalT, twoSidedP } from './student-t.ts';

export function intervalOf({ log, error, df }: Contrast, level: number): Estimate {
  if (error === null) return withoutInterval(Math.exp(log), ONE_ROUND);
  const half = error === 0 ? 0 : criticalT(level, df) * error;
  return {
    estimate: Math.exp(log),
    low: Math.exp(log - half),
    high: Math.exp(log + half),
    absent: null,
  };
}

/** That the log is 0, two-sided; null: nothing is left to estimate its error from. */
export function pValueOf({ log, error, df }: Contrast): number | null {
  if (error === null) return null;
  if (log === 0) return 1;
  return error === 0 ? 0 : twoSidedP(log / error, df);
}
