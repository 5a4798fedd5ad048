/** Many simulated runs of one kind, and how often the statistics were right about them. */
import { median } from 'simple-statistics';
import { compareEntries } from '../src/analyse/statistics/compare.ts';
import type { Observation } from '../src/analyse/statistics/observation.ts';
import { beatenBy } from '../src/analyse/statistics/rank.ts';
import { PairTally } from './pair-tally.ts';
import { PAIRS } from './plan.ts';
import { type Gates, measureRun } from './protocol.ts';
import { type Random, seeded } from './random.ts';
import type { Timeline } from './timeline.ts';

export interface Assessment {
  /** Share of the intervals of ratios that hold the truth. */
  readonly coverage: number;
  /** The same for the two entries for which it is lowest. */
  readonly lowest_coverage: number;
  /** Share of runs in which one of the entries, which are all the same, was called faster than another. */
  readonly false_faster: number;
  /** Share of the others that an entry made 10 % slower is found slower than, after Holm. */
  readonly power: number;
  /** Median half-width of the intervals of ratios, as a ratio minus 1. */
  readonly half_width: number;
  /** Mean half-width / that of an oracle that knows the variance of the windows that count. */
  readonly of_oracle: number;
  /** Share of the ratios that have an interval. */
  readonly known: number;
  /** Windows measured / windows planned. */
  readonly windows: number;
}

export interface Trial {
  readonly open: (random: Random) => Timeline;
  readonly rounds: number;
  readonly gates: Gates;
}

const SLOWER = 0.9;
/** The power need not be known as well as what may not be missed. */
const POWER_EVERY = 4;
const ENTRIES = PAIRS.map((_, entry) => String(entry));

export function assess({ open, rounds, gates }: Trial, runs: number, seed: number): Assessment {
  const random = seeded(seed);
  const pairs = ENTRIES.flatMap((a, i) => ENTRIES.slice(i + 1).map((b) => new PairTally(a, b)));
  let [falseFaster, found, windows] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const simulated = measureRun(open(random), rounds, gates, random);
    const { observations } = simulated;
    const comparison = compareEntries(observations);
    for (const pair of pairs) pair.add(comparison.ratio(pair.a, pair.b), observations);
    if (beatenBy(ENTRIES, comparison, 'higher').size > 0) falseFaster += 1;
    if (run % POWER_EVERY === 0) found += shareFoundSlower(observations);
    windows += simulated.windows;
  }
  const halves = pairs.flatMap((pair) => pair.halves);
  const mean = total(halves) / halves.length;
  const oracle = total(pairs.map((pair) => pair.oracleHalf(rounds))) / pairs.length;
  return {
    coverage: total(pairs.map((pair) => pair.holding)) / halves.length,
    lowest_coverage: Math.min(...pairs.map((pair) => pair.holding / pair.halves.length)),
    false_faster: falseFaster / runs,
    power: found / Math.ceil(runs / POWER_EVERY),
    half_width: Math.expm1(median(halves)),
    of_oracle: mean / oracle,
    known: halves.length / runs / pairs.length,
    windows: windows / runs / ENTRIES.length / rounds,
  };
}

/** Of the first entry, made slower: the share of the others that it is found slower than. */
function shareFoundSlower(observations: readonly Observation[]): number {
  const [first = ''] = ENTRIES;
  const slower = observations.map((one) =>
    one.entry === first ? { ...one, value: one.value * SLOWER } : one,
  );
  const beaten = beatenBy(ENTRIES, compareEntries(slower), 'higher');
  return (beaten.get(first)?.length ?? 0) / (ENTRIES.length - 1);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
