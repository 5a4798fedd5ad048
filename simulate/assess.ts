/** Many simulated runs of one kind, and how often the statistics were right about them. */
import { compareEntries } from '../src/analyse/statistics/compare.ts';
import type { Observation } from '../src/analyse/statistics/observation.ts';
import { rankEntries } from '../src/analyse/statistics/rank.ts';
import { PAIRS } from './plan.ts';
import { type Gates, measureRun } from './protocol.ts';
import { type Random, seeded } from './random.ts';
import type { Timeline } from './timeline.ts';

export interface Assessment {
  /** Share of the intervals of ratios that hold the truth. */
  readonly coverage: number;
  /** The same for the pair of entries for which it is lowest. */
  readonly lowest_coverage: number;
  /** Share of runs in which one of several equal entries was called faster than another. */
  readonly false_faster: number;
  /** Share of comparisons that find an entry 10 % slower than the others, after Holm. */
  readonly power: number;
  /** Mean half-width of the interval of a ratio, as a ratio minus 1. */
  readonly half_width: number;
  /** The same / that of an oracle that knows the variance of the windows that count. */
  readonly of_oracle: number;
  /** Windows measured / windows planned. */
  readonly windows: number;
}

const SLOWER = 0.9;
/** 97.5 % of the normal distribution. */
const NORMAL_QUANTILE = 1.959964;

export function assess(
  open: (random: Random) => Timeline,
  rounds: number,
  gates: Gates,
  runs: number,
  seed: number,
): Assessment {
  const random = seeded(seed);
  const entries = PAIRS.map((_, entry) => String(entry));
  const pairs = entries.flatMap((a, i) => entries.slice(i + 1).map((b) => new PairTally(a, b)));
  let [falseFaster, found, windows] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const simulated = measureRun(open(random), rounds, gates, random);
    windows += simulated.windows;
    const comparison = compareEntries(simulated.observations);
    const logs = logsOf(simulated.observations);
    for (const pair of pairs) pair.add(comparison.ratio(pair.a, pair.b), logs);
    if (rankEntries(simulated.observations, 'higher').some(({ rank }) => (rank ?? 1) > 1))
      falseFaster += 1;
    found += foundSlower(simulated.observations);
  }
  const intervals = pairs.reduce((sum, pair) => sum + pair.intervals, 0);
  const half = pairs.reduce((sum, pair) => sum + pair.halves, 0) / intervals;
  const oracle = pairs.map((pair) => pair.oracle(rounds));
  return {
    coverage: pairs.reduce((sum, pair) => sum + pair.holding, 0) / intervals,
    lowest_coverage: Math.min(...pairs.map((pair) => pair.holding / pair.intervals)),
    false_faster: falseFaster / runs,
    power: found / runs,
    half_width: Math.expm1(half),
    of_oracle: half / (oracle.reduce((sum, value) => sum + value, 0) / pairs.length),
    windows: windows / runs / entries.length / rounds,
  };
}

/** Share of the other entries that the first one, made slower, is found slower than. */
function foundSlower(observations: readonly Observation[]): number {
  const slower = observations.map((one) =>
    one.entry === '0' ? { ...one, value: one.value * SLOWER } : one,
  );
  const ranking = rankEntries(slower, 'higher');
  const rank = ranking.find(({ entry }) => entry === '0')?.rank ?? 1;
  return (rank - 1) / (ranking.length - 1);
}

type Logs = ReadonlyMap<string, ReadonlyMap<number, number>>;

function logsOf(observations: readonly Observation[]): Logs {
  const logs = new Map<string, Map<number, number>>();
  for (const { entry, round, value } of observations) {
    const own = logs.get(entry) ?? new Map<number, number>();
    own.set(round, Math.log(value));
    logs.set(entry, own);
  }
  return logs;
}

/** Two entries that are the same in truth. */
class PairTally {
  readonly a: string;
  readonly b: string;
  intervals = 0;
  holding = 0;
  halves = 0;
  #differences = 0;
  #squares = 0;
  #sum = 0;

  constructor(a: string, b: string) {
    this.a = a;
    this.b = b;
  }

  add({ low, high }: { readonly low: number | null; readonly high: number | null }, logs: Logs) {
    if (low !== null && high !== null) {
      this.intervals += 1;
      if (low <= 1 && high >= 1) this.holding += 1;
      this.halves += Math.log(high / low) / 2;
    }
    for (const [round, log] of logs.get(this.a) ?? []) {
      const other = logs.get(this.b)?.get(round);
      if (other === undefined) continue;
      this.#differences += 1;
      this.#sum += log - other;
      this.#squares += (log - other) ** 2;
    }
  }

  /** Half-width of the interval of a mean of so many differences of known variance. */
  oracle(rounds: number): number {
    const variance = this.#squares / this.#differences - (this.#sum / this.#differences) ** 2;
    return NORMAL_QUANTILE * Math.sqrt(variance / rounds);
  }
}
