import { describe, expect, test } from '@jest/globals';
import { widestHalfWidth } from '../../../src/analyse/selection/precision.ts';
import { compareEntries } from '../../../src/analyse/statistics/compare.ts';
import type { Observation } from '../../../src/analyse/statistics/observation.ts';

/** The values of an entry in the rounds 1, 2, 3 and so on. */
const of = (entry: string, ...values: readonly number[]): Observation[] =>
  values.map((value, index) => ({ entry, round: index + 1, value }));

const STEADY = of('a', 100, 101, 99, 100, 100);
const NOISY = of('b', 50, 60, 45, 52, 57);

describe('the widest interval of a ratio', () => {
  test('is not known before there are rounds to tell', () => {
    expect(widestHalfWidth([])).toBeNull();
    expect(widestHalfWidth(of('a', 100))).toBeNull();
    expect(widestHalfWidth([...of('a', 100), ...of('b', 50)])).toBeNull();
  });

  test('is that of the pair that is known worst', () => {
    const all = [...STEADY, ...NOISY, ...of('c', 20, 20.1, 19.9, 20, 20)];
    const comparison = compareEntries(all);
    const widths = [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ].map(([one = '', other = '']) => {
      const { low, high } = comparison.ratio(one, other);
      return Math.sqrt((high ?? NaN) / (low ?? NaN)) - 1;
    });
    expect(widestHalfWidth(all)).toBeCloseTo(Math.max(...widths), 12);
    expect(Math.max(...widths)).toBeGreaterThan(1.2 * Math.min(...widths));
  });

  test('is narrow where all rounds agree', () => {
    expect(widestHalfWidth([...STEADY, ...of('b', 50, 50.5, 49.5, 50, 50)])).toBeLessThan(0.02);
  });

  test('of one entry alone is its own', () => {
    const { low, high } = compareEntries(STEADY).absolute('a');
    expect(widestHalfWidth(STEADY)).toBeCloseTo(Math.sqrt((high ?? NaN) / (low ?? NaN)) - 1, 12);
  });

  test('is not known as long as one pair has no round in common', () => {
    const later = of('c', 1, 1, 1).map((one) => ({ ...one, round: one.round + 10 }));
    expect(widestHalfWidth([...STEADY, ...NOISY, ...later])).toBeNull();
  });
});
