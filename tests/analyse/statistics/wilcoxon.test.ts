import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact, normal } from '../../../src/analyse/statistics/signed-rank-distribution.ts';
import { WalshAverages } from '../../../src/analyse/statistics/walsh-averages.ts';
import { signedRanks } from '../../../src/analyse/statistics/wilcoxon.ts';

describe('signed ranks', () => {
  it('of fewer than six differences have no interval of 95 %', () => {
    expect(signedRanks([1, 2, 3, 4, 5], 0.95)).toBeNull();
    expect(signedRanks([1, 2, 3, 4, 5], 0.9)).not.toBeNull();
  });

  it('of six go from the smallest to the largest', () => {
    expect(signedRanks([4, 1, 3, 6, 2, 5], 0.95)).toEqual({
      middle: 3.5,
      low: 1,
      high: 6,
      p_value: 2 ** -5,
    });
  });

  it('of differences around nothing find nothing', () => {
    const { p_value } = signedRanks([-3, -2, -1, 1, 2, 3], 0.95) ?? {};
    expect(p_value).toBe(1);
  });

  it('say no with their interval where they say no with their p-value', () => {
    for (const shift of [0, 0.5, 1, 1.5, 2, 2.5, 3, 4]) {
      const ranks = signedRanks(
        [-3, -1.1, 0.3, 0.8, 1.4, 2.2, 3.1, 5].map((x) => x + shift),
        0.95,
      );
      expect((ranks?.p_value ?? 1) <= 0.05).toBe((ranks?.low ?? 0) > 0);
    }
  });
});

describe('without making all averages', () => {
  const differences = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
    minLength: 1,
    maxLength: 40,
  });
  const averagesOf = (values: readonly number[]): number[] =>
    values
      .flatMap((one, index) => values.slice(index).map((other) => (one + other) / 2))
      .sort((a, b) => a - b);

  it('each of them is found in its place, ties too', () => {
    const rounded = differences.map((values) => values.map((one) => Math.round(one * 4) / 4));
    fc.assert(
      fc.property(fc.oneof(differences, rounded), (values) => {
        const [all, walsh] = [averagesOf(values), new WalshAverages(values)];
        expect(walsh.count).toBe(all.length);
        for (const [place, average] of all.entries()) expect(walsh.at(place) + 0).toBe(average + 0);
        expect(walsh.upTo(0.25)).toBe(all.filter((one) => one <= 0.25).length);
      }),
    );
  });

  it('a place that there is not has none', () => {
    expect(new WalshAverages([1, 2]).at(-1)).toBeNaN();
    expect(new WalshAverages([1, 2]).at(3)).toBeNaN();
  });
});

describe('with so many rounds that the exact distribution takes too long', () => {
  it('the normal one says nearly the same', () => {
    const [one, other] = [exact(100), normal(100)];
    for (const limit of [0.025, 0.005, 0.0005]) {
      expect(Math.abs(one.mostWithin(limit) - other.mostWithin(limit))).toBeLessThanOrEqual(12);
      const statistic = one.mostWithin(limit);
      expect(other.probability(statistic) / one.probability(statistic)).toBeCloseTo(1, 0);
    }
    expect(other.probability(2525)).toBeCloseTo(one.probability(2525), 4);
    expect(other.probability(5050)).toBeCloseTo(1, 6);
  });

  it('a shift is found, and its interval holds it', () => {
    const values = Array.from({ length: 1000 }, (_, index) => 0.02 + 0.01 * Math.sin(index * 1.7));
    const { middle, low, high, p_value } = signedRanks(values, 0.95) ?? {};
    expect(middle).toBeCloseTo(0.02, 3);
    expect(low).toBeLessThan(0.02);
    expect(high).toBeGreaterThan(0.02);
    expect(p_value).toBeLessThan(1e-6);
  });
});
