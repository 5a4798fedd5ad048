import { describe, expect, it } from '@jest/globals';
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
