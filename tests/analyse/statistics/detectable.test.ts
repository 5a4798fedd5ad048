import { describe, expect, it } from '@jest/globals';
import { minimumDetectableRatio } from '../../../src/analyse/statistics/detectable.ts';
import { quantileT } from '../../../src/analyse/statistics/student-t.ts';
import { observe } from './observe.ts';

describe('the smallest ratio that is found', () => {
  it('lies at the level and the power in standard errors', () => {
    const logs = [0.02, -0.01, -0.01];
    const table = { a: logs.map((log) => 100 * Math.exp(log)), b: [100, 100, 100] };
    const error = Math.sqrt((0.02 ** 2 + 2 * 0.01 ** 2) / 2 / 3);
    const { ratio, absent } = minimumDetectableRatio(observe(table));
    expect(absent).toBeNull();
    expect(ratio).toBeCloseTo(Math.exp(error * (quantileT(0.975, 2) + quantileT(0.8, 2))), 12);
  });

  it('grows with the power and with the certainty that are asked for', () => {
    const observations = observe({ a: [100, 103, 99], b: [100, 99, 101], c: [50, 51, 49] });
    const ratioOf = (options: { readonly power?: number; readonly level?: number }): number =>
      minimumDetectableRatio(observations, options).ratio ?? NaN;
    expect(ratioOf({ power: 0.95 })).toBeGreaterThan(ratioOf({}));
    expect(ratioOf({ level: 0.01 })).toBeGreaterThan(ratioOf({}));
  });

  it('is absent of one round, of one entry, of none and of those that nothing joins', () => {
    const why = (table: Parameters<typeof observe>[0]): string | null =>
      minimumDetectableRatio(observe(table)).absent;
    expect(why({ a: [1], b: [2] })).toBe('an interval needs two rounds at least');
    expect(why({ a: [1, 2] })).toBe('there are no two entries to compare');
    expect(why({})).toBe('there are no two entries to compare');
    expect(why({ a: [1, 2, null, null], b: [null, null, 1, 2] })).not.toBeNull();
  });
});
