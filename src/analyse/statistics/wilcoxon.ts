/**
 * The Hodges-Lehmann estimate of the middle of differences, with the exact interval and test of Wilcoxon's
 * signed ranks: Hollander, Wolfe, Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.1-3.3.
 * One wild round in ten moves them little. All of them are read off the Walsh averages, the means of
 * all pairs of differences: the signed-rank statistic is the number of them above 0.
 */
import { medianSorted } from 'simple-statistics';

export interface SignedRanks {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
  /** That the middle is 0, two-sided; larger than need be where differences are tied. */
  readonly p_value: number;
}

/** Smallest two-sided p-value that so many differences can give. */
export function smallestP(count: number): number {
  return 2 ** (1 - count);
}

/** Null: so few differences have no interval at this level. */
export function signedRanks(differences: readonly number[], level: number): SignedRanks | null {
  const tail = (1 - level) / 2;
  if (smallestP(differences.length) > 2 * tail) return null;
  const walsh = walshAverages(differences);
  const cumulative = distribution(differences.length);
  // So few averages on one side of the truth are too few: as many on each side are outside of the interval.
  const outside = cumulative.findIndex((probability) => probability > tail) - 1;
  return {
    middle: medianSorted(walsh),
    low: walsh[outside] ?? NaN,
    high: walsh[walsh.length - 1 - outside] ?? NaN,
    p_value: twoSided(walsh, cumulative),
  };
}

/** Ascending; what rounding alone makes of 0 is 0. */
function walshAverages(differences: readonly number[]): number[] {
  return differences
    .flatMap((one, index) => differences.slice(index).map((other) => (one + other) / 2))
    .map((average) => (Math.abs(average) < 1e-12 ? 0 : average))
    .sort((a, b) => a - b);
}

/** Averages of 0 count against a difference. */
function twoSided(walsh: readonly number[], cumulative: readonly number[]): number {
  const above = walsh.filter((average) => average > 0).length;
  const below = walsh.filter((average) => average < 0).length;
  const fewer = walsh.length - Math.max(above, below);
  return Math.min(1, 2 * (cumulative[fewer] ?? 1));
}

const distributions = new Map<number, readonly number[]>();

/** P(statistic <= index) when the middle is 0: each rank is added or not, both with probability 1/2. */
function distribution(count: number): readonly number[] {
  const known = distributions.get(count);
  if (known !== undefined) return known;
  let probabilities = [1];
  for (let rank = 1; rank <= count; rank += 1)
    probabilities = Array.from(
      { length: probabilities.length + rank },
      (_, sum) => ((probabilities[sum] ?? 0) + (probabilities[sum - rank] ?? 0)) / 2,
    );
  let total = 0;
  const cumulative = probabilities.map((probability) => (total += probability));
  distributions.set(count, cumulative);
  return cumulative;
}
