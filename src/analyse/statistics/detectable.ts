/** How small a difference a run can find. */
import { median } from 'simple-statistics';
import { contrastOf, differenceOf } from './contrast.ts';
import { fitLayout } from './layout.ts';
import { entryVariances } from './variances.ts';
import { assertObservations, type Observation, ONE_ROUND } from './observation.ts';
import { quantileT } from './student-t.ts';

export interface DetectableRatio {
  /** Above 1; null: `absent` says why. */
  readonly ratio: number | null;
  readonly absent: string | null;
}

/**
 * The ratio of two entries that would be found different with this power at this level: their
 * distance in standard errors is t(1 - level / 2) + t(power), see Snedecor, Cochran, Statistical
 * Methods, 8th ed. (1989), section 6.14. The standard error is the median one of all pairs.
 */
export function minimumDetectableRatio(
  observations: readonly Observation[],
  { power = 0.8, level = 0.05 }: { readonly power?: number; readonly level?: number } = {},
): DetectableRatio {
  assertObservations(observations);
  const layout = fitLayout(observations);
  const { entries, component } = layout;
  const variances = entryVariances(layout);
  const distances = entries.flatMap((_, a) =>
    entries.flatMap((__, b) => {
      if (b <= a || component[a] !== component[b]) return [];
      const { error, df } = contrastOf(layout, variances, differenceOf(a, b));
      return error === null ? [] : [error * (quantileT(1 - level / 2, df) + quantileT(power, df))];
    }),
  );
  if (distances.length > 0) return { ratio: Math.exp(median(distances)), absent: null };
  return {
    ratio: null,
    absent: entries.length < 2 ? 'there are no two entries to compare' : ONE_ROUND,
  };
}
