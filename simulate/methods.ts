/** Both ways to an interval on the same runs: what the choice between them rests on. */
import { median } from 'simple-statistics';
import { compareEntries, type Method } from '../src/analyse/statistics/compare.ts';
import type { Observation } from '../src/analyse/statistics/observation.ts';
import { PAIRS } from './plan.ts';
import { measureRun } from './protocol.ts';
import { type Random, seeded } from './random.ts';
import type { Timeline } from './timeline.ts';

interface MethodFigures {
  /** Share of the intervals of ratios that hold the truth. */
  readonly coverage: number;
  /** Median, as a ratio minus 1. */
  readonly half_width: number;
}

export interface MethodsTrial {
  readonly open: (random: Random) => Timeline;
  readonly rounds: number;
}

export type MethodsAssessment = Readonly<Record<Method, MethodFigures>>;

export function compareMethods(trial: MethodsTrial, runs: number, seed: number): MethodsAssessment {
  const random = seeded(seed);
  const tallies = { 'pooled t': new Tally('pooled t'), Wilcoxon: new Tally('Wilcoxon') };
  for (let run = 0; run < runs; run += 1) {
    const { observations } = measureRun(trial.open(random), trial.rounds, 'without', random);
    for (const tally of Object.values(tallies)) tally.add(observations);
  }
  return { 'pooled t': tallies['pooled t'].figures(), Wilcoxon: tallies.Wilcoxon.figures() };
}

class Tally {
  readonly #method: Method;
  readonly #halves: number[] = [];
  #holding = 0;

  constructor(method: Method) {
    this.#method = method;
  }

  /** One entry against each of the others is enough. */
  add(observations: readonly Observation[]): void {
    const comparison = compareEntries(observations, { method: this.#method });
    for (let entry = 1; entry < PAIRS.length; entry += 1) {
      const { low, high } = comparison.ratio('0', String(entry));
      if (low === null || high === null) continue;
      this.#halves.push(Math.log(high / low) / 2);
      if (low <= 1 && high >= 1) this.#holding += 1;
    }
  }

  figures(): MethodFigures {
    return {
      coverage: this.#holding / this.#halves.length,
      half_width: Math.expm1(median(this.#halves)),
    };
  }
}
