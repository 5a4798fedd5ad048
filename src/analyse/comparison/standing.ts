/** Where an entrant stands in a ranking, and if nowhere, why. */
import type { RankedEntry } from '../result-comparison.ts';
import type { RankedObservation } from '../statistics/rank.ts';
import type { Contest, Entrant } from './contest.ts';
import { NO_INTERVAL, toInterval } from './interval.ts';

const ONE_ROUND = 'one round has no interval';
const ONE_ROUND_LEFT = 'no two rounds of a pair were left undisturbed by the machine';

/** An entry with what the sentences must know of it. */
export interface Standing {
  readonly entry: RankedEntry;
  readonly beaten_by: readonly string[];
  /** It may be better than its value. */
  readonly isLowerBound: boolean;
}

/** Best value first; those without a value last. `unsure`: why nobody has an interval. */
export function standingsOf(
  entrants: readonly Entrant[],
  ranked: readonly RankedObservation[],
  unsure: string | null,
): Standing[] {
  const lowerBounds = entrants.filter(isLowerBound).map(({ name }) => name);
  const measured = ranked.flatMap((one) => {
    const entrant = entrants.find(({ name }) => name === one.entry);
    if (entrant === undefined) return [];
    const why_not = entrant.why_not ?? unsure ?? problemOf(one, lowerBounds);
    return { ...standing(entrant, one, why_not), isLowerBound: isLowerBound(entrant) };
  });
  return [...measured, ...entrants.filter(({ rounds }) => rounds.length === 0).map(unmeasured)];
}

/** Why no value has an interval; null: some have. */
export function unsureBecause(
  entrants: readonly Entrant[],
  { disturbed }: Pick<Contest, 'disturbed'>,
): string | null {
  if (entrants.some(({ rounds }) => rounds.length > 1)) return null;
  return disturbed ? ONE_ROUND_LEFT : ONE_ROUND;
}

function isLowerBound({ rounds, why_not }: Entrant): boolean {
  return rounds.length > 0 && why_not !== null;
}

/** A lower bound that is not surely better might be so in truth; then nobody knows the rank. */
function problemOf(
  { ratio_to_best, beaten_by }: RankedObservation,
  lowerBounds: readonly string[],
): string | null {
  if (ratio_to_best.absent !== null) return ratio_to_best.absent;
  const maybeBetter = lowerBounds.filter((name) => !beaten_by.includes(name));
  if (maybeBetter.length === 0) return null;
  const are =
    maybeBetter.length === 1 ? 'its value is a lower bound' : 'their values are lower bounds';
  return `${maybeBetter.join(' and ')} may be better: ${are}`;
}

function standing(
  { name, bound }: Entrant,
  { value, ratio_to_best, beaten_by, rank, tied_with_best }: RankedObservation,
  why_not: string | null,
): Pick<Standing, 'entry' | 'beaten_by'> {
  const entry = {
    name,
    value: toInterval(value),
    ratio_to_best: toInterval(ratio_to_best),
    rank: why_not === null ? rank : null,
    tied_with_best: why_not === null && tied_with_best,
    bound,
    why_not,
  };
  return { entry, beaten_by };
}

function unmeasured({ name, bound, why_not }: Entrant): Standing {
  const entry = {
    name,
    value: NO_INTERVAL,
    ratio_to_best: NO_INTERVAL,
    rank: null,
    tied_with_best: false,
    bound,
    why_not,
  };
  return { entry, beaten_by: [], isLowerBound: false };
}
