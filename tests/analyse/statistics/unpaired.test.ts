import { describe, expect, test } from '@jest/globals';
import { compareEntries } from '../../../src/analyse/statistics/compare.ts';
import type { Observation } from '../../../src/analyse/statistics/observation.ts';
import { unpairedRatio } from '../../../src/analyse/statistics/unpaired.ts';
import { seeded } from '../../../simulate/random.ts';

describe('the ratio of two entries of different runs', () => {
  test('is that of Welch', () => {
    // By hand: standard error 0.0447214, 8.333333 degrees of freedom, and the integral of Student's density
    // by Simpson's rule: t(0.975) = 2.2900467.
    const ratio = unpairedRatio({ log: 1, error: 0.02, df: 3 }, { log: 0.9, error: 0.04, df: 6 });
    expect(Math.log(ratio.estimate ?? NaN)).toBeCloseTo(0.1, 12);
    expect(Math.log(ratio.low ?? NaN)).toBeCloseTo(-0.002414, 6);
    expect(Math.log(ratio.high ?? NaN)).toBeCloseTo(0.202414, 6);
    expect(ratio.p_value).toBeCloseTo(0.05447046, 6);
  });

  test('has no interval where one of them has none', () => {
    const ratio = unpairedRatio({ log: 1, error: null, df: 0 }, { log: 0.9, error: 0.04, df: 6 });
    expect(ratio).toMatchObject({ low: null, high: null, p_value: null });
    expect(ratio.absent).toBe('an interval needs two rounds at least');
  });

  test('of values without any spread is exact', () => {
    const ratio = unpairedRatio({ log: 1, error: 0, df: 2 }, { log: 0, error: 0, df: 2 });
    expect([ratio.low, ratio.high, ratio.p_value]).toEqual([Math.E, Math.E, 0]);
  });

  test.each([3, 10])('holds the truth in about 95 %% of cases, with %i rounds', (rounds) => {
    const random = seeded(20_260_102);
    const run = (): Observation[] =>
      Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) => {
        const ofRound = 0.02 * random.normal(); // what the machine does to all pairs of the round
        return [1, 2, 3, 4, 5, 6].map((entry) => ({
          entry: String(entry),
          round,
          value: entry * Math.exp(ofRound + 0.02 * random.normal()),
        }));
      });
    let [held, all] = [0, 0];
    for (let times = 0; times < 600; times += 1) {
      const [one, other] = [compareEntries(run()), compareEntries(run())];
      for (const entry of ['1', '6']) {
        const [a, b] = [one.meanLog(entry), other.meanLog(entry)];
        if ('absent' in a || 'absent' in b) throw new Error('both were measured');
        const { low, high } = unpairedRatio(a, b);
        all += 1;
        if (low !== null && high !== null && low <= 1 && high >= 1) held += 1;
      }
    }
    expect(held / all).toBeGreaterThan(0.92);
    expect(held / all).toBeLessThan(0.985);
  });
});
