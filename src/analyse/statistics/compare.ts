/**
 * Entries compared by their ratios: t intervals with the variance pooled over all entries.
 */
import { contrastOf, differenceOf } from './contrast.ts';
import { fitLayout, type Layout } from './layout.ts';
import {
  assertObservations,
  type Estimate,
  noEstimate,
  type Observation,
  ONE_ROUND,
  type Ratio,
  withoutInterval,
} from './observation.ts';
import { criticalT, twoSidedP } from './student-t.ts';

export type Method = 'pooled t' | 'Wilcoxon';

export interface Comparison {
  /** How the intervals were made; null: there are none. */
  readonly method: Method | null;
  /** Geometric mean of the entry's own values, with its interval; what rounds have in common is in it. */
  absolute(entry: string): Estimate;
  /** `a / b`, paired by round; not adjusted for other comparisons. */
  ratio(a: string, b: string): Ratio;
}

const LEVEL = 0.95;
const NOT_MEASURED = 'was not measured';

export function compareEntries(
  observations: readonly Observation[],
  options: { readonly level?: number } = {},
): Comparison {
  assertObservations(observations);
  const level = options.level ?? LEVEL;
  const layout = fitLayout(observations);
  return {
    method: layout.residual.df > 0 ? 'pooled t' : null,
    absolute: (entry) => absoluteOf(layout, entry, level),
    ratio: (a, b) => ratioOf(layout, a, b, level),
  };
}

/**
 * Variance of one value about its entry's mean, that of rounds included: the sum of squares within
 * entries / its df, which Henderson's method 3 gives for the sum of both components of variance.
 * Its degrees of freedom by Satterthwaite, Biometrics Bulletin 2 (1946) 110-114.
 */
function absoluteOf(layout: Layout, entry: string, level: number): Estimate {
  const index = layout.entries.indexOf(entry);
  if (index < 0) return noEstimate(`${entry} ${NOT_MEASURED}`);
  const logs = layout.cells.filter((cell) => cell.entry === index).map(({ log }) => log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const { residual, rounds } = layout;
  const df_within = residual.df + rounds.df;
  if (df_within === 0) return withoutInterval(Math.exp(mean), ONE_ROUND);
  const sum = residual.sum + rounds.sum;
  if (sum === 0) return interval(mean, 0);
  const square = (part: { readonly sum: number; readonly df: number }): number =>
    part.df === 0 ? 0 : part.sum ** 2 / part.df;
  const df = sum ** 2 / (square(residual) + square(rounds));
  return interval(mean, criticalT(level, df) * Math.sqrt(sum / df_within / logs.length));
}

function ratioOf(layout: Layout, a: string, b: string, level: number): Ratio {
  const [first, second] = [layout.entries.indexOf(a), layout.entries.indexOf(b)];
  const rounds = commonRounds(layout, first, second);
  const none = (reason: string): Ratio => ({ ...noEstimate(reason), p_value: null, rounds });
  if (first < 0) return none(`${a} ${NOT_MEASURED}`);
  if (second < 0) return none(`${b} ${NOT_MEASURED}`);
  if (layout.component[first] !== layout.component[second])
    return none(`${a} and ${b} have no round in common, nor by way of others`);
  const { log, error, df } = contrastOf(layout, differenceOf(layout, first, second));
  if (error === null)
    return { ...withoutInterval(Math.exp(log), ONE_ROUND), p_value: null, rounds };
  return {
    ...interval(log, criticalT(level, df) * error),
    p_value: pOf(log, error, df),
    rounds,
  };
}

function commonRounds({ cells }: Layout, a: number, b: number): number {
  const roundsOf = (entry: number) =>
    cells.filter((cell) => cell.entry === entry).map(({ round }) => round);
  const others = new Set(roundsOf(b));
  return roundsOf(a).filter((round) => others.has(round)).length;
}

function pOf(log: number, error: number, df: number): number {
  if (log === 0) return 1;
  return error === 0 ? 0 : twoSidedP(log / error, df);
}

function interval(log: number, half: number): Estimate {
  return {
    estimate: Math.exp(log),
    low: Math.exp(log - half),
    high: Math.exp(log + half),
    absent: null,
  };
}
