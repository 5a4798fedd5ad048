/**
 * Entries compared by their ratios, on the log scale, paired by round.
 *
 * Below 15 rounds: t intervals from the two-way layout of entries and rounds, with the variance of each
 * entry partly pooled over all of them (variances.ts). From 15 rounds on: Hodges-Lehmann with Wilcoxon's
 * exact interval. `npm run simulate` decides: both hold the truth as often as they should. At 7 and 10
 * rounds Wilcoxon's interval is 8 to 16 % wider for plain noise; it is narrower with stalled windows, but
 * those the gates leave out; and its smallest p-value cannot be significant after Holm over the pairs of
 * nine entries, which takes 11 rounds, so that nothing could be ranked. At 15 it is 7 % wider for plain
 * noise and a third as wide with one stalled window in twenty.
 */
import { type Contrast, contrastOf, differenceOf } from './contrast.ts';
import { intervalOf, pValueOf } from './interval.ts';
import { fitLayout, type Layout } from './layout.ts';
import {
  assertObservations,
  type Estimate,
  noEstimate,
  type Observation,
  type Ratio,
} from './observation.ts';
import { entryVariances, moderated, type Variance } from './variances.ts';
import { type SignedRanks, signedRanks, smallestP } from './wilcoxon.ts';

export type Method = 'pooled t' | 'Wilcoxon';

export interface Comparison {
  /** How the intervals of ratios were made; null: there are none. */
  readonly method: Method | null;
  /** Geometric mean of the entry's own values, with its interval; what rounds have in common is in it. */
  absolute(entry: string): Estimate;
  /** The same before an interval is made of it. */
  meanLog(entry: string): Contrast | { readonly absent: string };
  /** `a / b`, paired by round; not adjusted for other comparisons. */
  ratio(a: string, b: string): Ratio;
  /** The same without the interval, which takes longer than all else; null: see `absent` of the ratio. */
  difference(a: string, b: string): PairDifference | null;
}

interface PairDifference {
  /** log(a / b). */
  readonly log: number;
  readonly p_value: number | null;
}

const LEVEL = 0.95;
const WILCOXON_FROM_ROUNDS = 15;
/** A pair that has missed more rounds than that has a t interval beside the others' Wilcoxon ones. */
const WILCOXON_COMMON_ROUNDS = 10;

interface Fit {
  readonly layout: Layout;
  readonly variances: readonly Variance[] | null;
  readonly method: Method | null;
  readonly level: number;
  /** That a pair must have in common for its ranks to decide. */
  readonly leastRounds: number;
}

/** Without a `method` the one is taken that suits the number of rounds. */
export function compareEntries(
  observations: readonly Observation[],
  options: { readonly level?: number; readonly method?: Method } = {},
): Comparison {
  assertObservations(observations);
  const layout = fitLayout(observations);
  const level = options.level ?? LEVEL;
  const variances = entryVariances(layout);
  const method = layout.residual.df === 0 ? null : (options.method ?? methodOf(layout, level));
  const leastRounds = options.method === undefined ? WILCOXON_COMMON_ROUNDS : 0;
  const fit = { layout, variances, level, method, leastRounds };
  return {
    method: fit.method,
    absolute: (entry) => absoluteOf(fit, entry),
    meanLog: (entry) => meanLogOf(fit, entry),
    ratio: (a, b) => ratioOf(fit, a, b),
    difference: (a, b) => differenceOfPair(fit, a, b),
  };
}

/** The rounds decide, and never the values. */
function methodOf({ blocks, entries }: Layout, level: number): Method {
  const pairs = (entries.length * (entries.length - 1)) / 2;
  // Otherwise not even the smallest p-value would be significant after Holm.
  const decides = smallestP(blocks.length) * pairs < 1 - level;
  return blocks.length >= WILCOXON_FROM_ROUNDS && decides ? 'Wilcoxon' : 'pooled t';
}

/**
 * The variance of one value about its entry's mean has that of the rounds in it. Over all entries it is
 * the sum of squares within them / its degrees of freedom, which is what Henderson's method 3 gives for
 * the sum of both components; its degrees of freedom by Satterthwaite. The entry's own is moderated by it.
 */
function meanLogOf({ layout }: Fit, entry: string): Contrast | { readonly absent: string } {
  const index = layout.entries.indexOf(entry);
  if (index < 0) return { absent: notMeasured(entry) };
  const logs = (layout.cells[index] ?? []).map(({ log }) => log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const { residual, rounds } = layout;
  const [sum, df] = [residual.sum + rounds.sum, residual.df + rounds.df];
  if (df === 0) return { log: mean, error: null, df };
  const rate = (part: { readonly sum: number; readonly df: number }): number =>
    part.df === 0 ? 0 : part.sum ** 2 / part.df;
  const most = sum === 0 ? df : sum ** 2 / (rate(residual) + rate(rounds));
  const squares = logs.reduce((total, log) => total + (log - mean) ** 2, 0);
  const own = { sum: sum === 0 ? 0 : squares, df: logs.length - 1 };
  const variance = moderated(own, sum / df, most);
  return { log: mean, error: Math.sqrt(variance.value / logs.length), df: variance.df };
}

function absoluteOf(fit: Fit, entry: string): Estimate {
  const mean = meanLogOf(fit, entry);
  return 'absent' in mean ? noEstimate(mean.absent) : intervalOf(mean, fit.level);
}

function ratioOf(fit: Fit, a: string, b: string): Ratio {
  const pair = pairOf(fit, a, b);
  if ('absent' in pair) return { ...noEstimate(pair.absent), p_value: null, rounds: pair.rounds };
  const { ranks, rounds, contrast } = pair;
  if (ranks === null)
    return { ...intervalOf(contrast, fit.level), p_value: pValueOf(contrast), rounds };
  const { middle, low, high, p_value } = ranks;
  const interval = { estimate: Math.exp(middle), low: Math.exp(low), high: Math.exp(high) };
  return { ...interval, absent: null, p_value, rounds };
}

function differenceOfPair(fit: Fit, a: string, b: string): PairDifference | null {
  const pair = pairOf(fit, a, b);
  if ('absent' in pair) return null;
  const { ranks, contrast } = pair;
  return ranks === null
    ? { log: contrast.log, p_value: pValueOf(contrast) }
    : { log: ranks.middle, p_value: ranks.p_value };
}

interface Pair {
  readonly contrast: Contrast;
  /** Null: the pair has a t interval. */
  readonly ranks: SignedRanks | null;
  /** That have both. */
  readonly rounds: number;
}

function pairOf(fit: Fit, a: string, b: string): Pair | { absent: string; rounds: number } {
  const { layout, variances, level, method, leastRounds } = fit;
  const [first, second] = [layout.entries.indexOf(a), layout.entries.indexOf(b)];
  const differences = commonDifferences(layout, first, second);
  const rounds = differences.length;
  if (first < 0) return { absent: notMeasured(a), rounds };
  if (second < 0) return { absent: notMeasured(b), rounds };
  if (layout.component[first] !== layout.component[second])
    return { absent: `${a} and ${b} have no round in common, nor by way of others`, rounds };
  const byRanks = method === 'Wilcoxon' && rounds >= leastRounds;
  return {
    contrast: contrastOf(layout, variances, differenceOf(first, second)),
    ranks: byRanks ? signedRanks(differences, level) : null,
    rounds,
  };
}

/** log(a / b) of each round that has both; cells are in the order of the rounds. */
function commonDifferences({ cells }: Layout, a: number, b: number): number[] {
  const [own = [], others = []] = [cells[a], cells[b]];
  const differences: number[] = [];
  let next = 0;
  for (const { round, log } of own) {
    while ((others[next]?.round ?? Infinity) < round) next += 1;
    const other = others[next];
    if (other?.round === round) differences.push(log - other.log);
  }
  return differences;
}

function notMeasured(entry: string): string {
  return `${entry} was not measured`;
}
