/** Entries in the order of their values, ties said as ties. */
import { compareEntries } from './compare.ts';
import { holm } from './holm.ts';
import type { Estimate, Observation, Ratio } from './observation.ts';

export interface RankedObservation {
  readonly entry: string;
  readonly value: Estimate;
  /** To the entry with the best estimate; the interval is not adjusted for other comparisons. */
  readonly ratio_to_best: Ratio;
  /** Entries that are significantly better. */
  readonly beaten_by: readonly string[];
  /** 1 + number of entries that are significantly better; null: the rounds cannot tell. */
  readonly rank: number | null;
  /** Not significantly different from the best one. */
  readonly tied_with_best: boolean;
}

const LEVEL = 0.05;

/** Best first. Significant is what stays below 5 % after Holm over all pairs of entries. */
export function rankEntries(
  observations: readonly Observation[],
  better: 'higher' | 'lower',
): RankedObservation[] {
  const comparison = compareEntries(observations);
  const sign = better === 'higher' ? 1 : -1;
  const goodness = (entry: string): number => sign * (comparison.absolute(entry).estimate ?? 0);
  const entries = [...new Set(observations.map(({ entry }) => entry))].sort(
    (a, b) => goodness(b) - goodness(a),
  );
  const [best] = entries;
  if (best === undefined) return [];
  const significant = significantPairs(entries, (a, b) => comparison.ratio(a, b));
  const isBetter = (a: string, b: string): boolean => {
    const { estimate } = comparison.ratio(a, b);
    return (
      estimate !== null && sign * Math.log(estimate) > 0 && significant.has(keyOf(entries, a, b))
    );
  };
  return entries.map((entry) => {
    const beaten_by = entries.filter((other) => isBetter(other, entry));
    return {
      entry,
      value: comparison.absolute(entry),
      ratio_to_best: comparison.ratio(entry, best),
      beaten_by,
      rank: comparison.method === null ? null : 1 + beaten_by.length,
      tied_with_best: comparison.method === null || !significant.has(keyOf(entries, best, entry)),
    };
  });
}

type RatioOf = (a: string, b: string) => Ratio;

function significantPairs(entries: readonly string[], ratio: RatioOf): Set<string> {
  const pairs = entries.flatMap((a, index) =>
    entries.slice(index + 1).flatMap((b) => {
      const { p_value } = ratio(a, b);
      return p_value === null ? [] : [{ key: keyOf(entries, a, b), p_value }];
    }),
  );
  const adjusted = holm(pairs.map(({ p_value }) => p_value));
  return new Set(pairs.filter((_, index) => (adjusted[index] ?? 1) < LEVEL).map(({ key }) => key));
}

/** The same for both orders. */
function keyOf(entries: readonly string[], a: string, b: string): string {
  const [i, j] = [entries.indexOf(a), entries.indexOf(b)];
  return `${Math.min(i, j)} ${Math.max(i, j)}`;
}
