/**
 * The Hodges-Lehmann estimate of the middle of differences, with the exact interval and test of Wilcoxon's
 * signed ranks: Hollander, Wolfe, Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.1-3.3.
 * One wild round in ten moves them little. All of them are read off the Walsh averages, the means of
 * all pairs of differences: the signed-rank statistic is the number of them above 0.
 */
import { lowerTail } from './signed-rank-distribution.ts';
import { WalshAverages } from './walsh-averages.ts';

export interface SignedRanks {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
  /** That the middle is 0, two-sided; larger than need be where differences are tied. */
  readonly p_value: number;
}

/** What rounding alone makes of 0 is 0. */
const ROUNDING = 1e-12;

/** Smallest two-sided p-value that so many differences can give. */
export function smallestP(count: number): number {
  return 2 ** (1 - count);
}

/** Null: so few differences have no interval at this level. */
export function signedRanks(differences: readonly number[], level: number): SignedRanks | null {
  const tail = (1 - level) / 2;
  if (smallestP(differences.length) > 2 * tail) return null;
  const walsh = new WalshAverages(differences);
  const statistic = lowerTail(differences.length);
  // So few averages on one side of the truth are too few: as many on each side are outside of the interval.
  const outside = statistic.mostWithin(tail);
  return {
    middle: snapped((walsh.at((walsh.count - 1) >> 1) + walsh.at(walsh.count >> 1)) / 2),
    low: snapped(walsh.at(outside)),
    high: snapped(walsh.at(walsh.count - 1 - outside)),
    p_value: Math.min(1, 2 * statistic.probability(fewerOnOneSide(walsh))),
  };
}

function snapped(average: number): number {
  return Math.abs(average) < ROUNDING ? 0 : average;
}

/** Averages of 0 count against a difference. */
function fewerOnOneSide(walsh: WalshAverages): number {
  const above = walsh.count - walsh.upTo(ROUNDING);
  const below = walsh.upTo(-ROUNDING);
  return walsh.count - Math.max(above, below);
}
