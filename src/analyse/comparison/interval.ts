/** An estimate of the statistics in the form of the result, its reason kept beside it. */
import type { Interval } from '../result-comparison.ts';
import type { Estimate } from '../statistics/observation.ts';

export const NO_INTERVAL: Interval = { estimate: null, low: null, high: null };

export function toInterval({ estimate, low, high }: Estimate): Interval {
  return { estimate, low, high };
}
