/** Whether a pass is as precise as was asked for. */
import type { Observation } from '../statistics/observation.ts';
import { compareEntries } from '../statistics/compare.ts';

/**
 * Half-width of the widest 95 % interval of a ratio of two entries, as a share of the ratio; null: there
 * is none yet. One entry is compared with nothing: then its own interval counts.
 */
export function widestHalfWidth(observations: readonly Observation[]): number | null {
  const comparison = compareEntries(observations);
  const entries = [...new Set(observations.map(({ entry }) => entry))];
  const [only] = entries;
  const estimates =
    entries.length === 1 && only !== undefined
      ? [comparison.absolute(only)]
      : entries.flatMap((a, index) => entries.slice(index + 1).map((b) => comparison.ratio(a, b)));
  const widths = estimates.map(({ low, high }) =>
    low === null || high === null ? null : Math.sqrt(high / low) - 1,
  );
  if (widths.length === 0 || widths.includes(null)) return null;
  return Math.max(...widths.flatMap((width) => width ?? []));
}
