import { describe, expect, test } from '@jest/globals';
import {
  latencyEstimates,
  throughputEstimates,
  ungatedEstimates,
} from '../../../src/analyse/comparison/estimates.ts';
import { cell, compared, latencyCell } from './compared-fixture.ts';

describe('estimates of each pair', () => {
  const gin = cell('go-gin:a', { rps: [50_000, 50_500, 49_500] });
  const repeated = {
    ...gin,
    all_windows: [...gin.all_windows, { round: 1, rps: 40_000 }],
  };
  const broken = cell('go-gin:b', { status: 'invalid' });
  const ceiling = cell('go-gin:reference', { rps: [90_000, 91_000, 90_500] });
  const all = compared({ cells: [repeated, broken], ceilings: [ceiling] });

  test('are geometric means with intervals', () => {
    const estimate = throughputEstimates(all);
    const { estimate: mean, low, high } = estimate(repeated);
    expect(mean).toBeCloseTo(Math.cbrt(50_000 * 50_500 * 49_500), 5);
    expect(low).toBeLessThan(49_900);
    expect(high).toBeGreaterThan(50_100);
    expect(estimate(ceiling).estimate).toBeCloseTo(90_500, -2);
  });

  test('with all windows hold those that were left out too, as a mean of their round', () => {
    expect(ungatedEstimates(all)(repeated).estimate).toBeCloseTo(
      Math.cbrt(Math.sqrt(50_000 * 40_000) * 50_500 * 49_500),
      5,
    );
    expect(ungatedEstimates(all)(ceiling).estimate).toBeCloseTo(90_500, -2);
  });

  test('of what is not valid are none', () => {
    expect(throughputEstimates(all)(broken)).toEqual({
      estimate: null,
      low: null,
      high: null,
      absent: 'the cell is invalid',
    });
  });

  test('of one round have no interval', () => {
    const one = cell('go-gin:a', { rps: [50_000] });
    const { estimate, low, high, absent } = throughputEstimates(compared({ cells: [one] }))(one);
    expect([low, high]).toEqual([null, null]);
    expect(estimate).toBeCloseTo(50_000, 6);
    expect(absent).not.toBeNull();
  });

  test('of percentiles are those of the rounds that have them', () => {
    const some = latencyCell('go-gin:a', [1e6, null, 1.21e6]);
    const none = latencyCell('go-gin:b', [null, null]);
    const estimate = latencyEstimates([some, none], 'p99_ns');
    expect(estimate(some).estimate).toBeCloseTo(1.1e6, 3);
    expect(latencyEstimates([some, none], 'p50_ns')(some).estimate).toBeCloseTo(0.55e6, 3);
    expect(estimate(none).absent).toBe('the windows hold too few requests for this percentile');
  });
});
