/** Entries in the order of their values, ties said as ties. */
import { compareEntries, type Comparison } from './compare.ts';
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

export type Better = 'higher' | 'lower';

const LEVEL = 0.05;

function signOf(better: Better): 1 | -1 {
  return better === 'higher' ? 1 : -1;
}

/** Best first. `comparison`: of the same observations, where there is one already. */
export function rankEntries(
  observations: readonly Observation[],
  better: Better,
  comparison: Comparison = compareEntries(observations),
): RankedObservation[] {
  const sign = signOf(better);
  const goodness = (entry: string): number => sign * (comparison.absolute(entry).estimate ?? 0);
  const entries = [...new Set(observations.map(({ entry }) => entry))].sort(
    (a, b) => goodness(b) - goodness(a),
  );
  const [best] = entries;
  if (best === undefined) return [];
  const beaten = beatenBy(entries, comparison, better);
  const isBeatenBy = (a: string, b: string): boolean => beaten.get(a)?.includes(b) === true;
  return entries.map((entry) => {
    const beaten_by = beaten.get(entry) ?? [];
    return {
      entry,
      value: comparison.absolute(entry),
      ratio_to_best: comparison.ratio(entry, best),
      beaten_by,
      rank: comparison.method === null ? null : 1 + beaten_by.length,
      tied_with_best: !isBeatenBy(entry, best) && !isBeatenBy(best, entry),
    };
  });
}

/** For each entry those that are significantly better; significant is below 5 % after Holm over all pairs. */
export function beatenBy(
  entries: readonly string[],
  comparison: Comparison,
  better: Better,
): ReadonlyMap<string, readonly string[]> {
  const sign = signOf(better);
  const pairs = entries.flatMap((a, index) =>
    entries.slice(index + 1).flatMap((b) => {
      const { log = 0, p_value = null } = comparison.difference(a, b) ?? {};
      return p_value === null ? [] : [{ a, b, log, p_value }];
    }),
  );
  const adjusted = holm(pairs.map(({ p_value }) => p_value));
  const beaten = new Map<string, string[]>();
  for (const [index, { a, b, log }] of pairs.entries()) {
    if ((adjusted[index] ?? 1) >= LEVEL) continue;
    const [winner, loser] = sign * log > 0 ? [a, b] : [b, a];
    beaten.set(loser, [...(beaten.get(loser) ?? []), winner]);
  }
  return beaten;
}
