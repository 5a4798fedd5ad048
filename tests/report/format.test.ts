import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatBytes,
  formatCount,
  formatCountEstimate,
  formatNs,
  formatNsEstimate,
  formatPercent,
  formatRange,
  formatRatio,
  formatRatioEstimate,
  formatWhole,
} from '../../src/report/format.ts';

describe('three significant digits and a unit', () => {
  test.each([
    [0, '0'],
    [0.5, '0.500'],
    [9.87, '9.87'],
    [99.96, '100'],
    [456, '456'],
    [999.4, '999'],
    [999.6, '1.00k'],
    [12_345, '12.3k'],
    [999_600, '1.00M'],
    [1_234_567, '1.23M'],
  ])('count %d is %s', (value, text) => {
    expect(formatCount(value)).toBe(text);
  });

  test.each([
    [null, '-'],
    [0, '0'],
    [3, '3'],
    [12.4, '12'],
    [999.4, '999'],
    [999.6, '1.00k'],
    [12_345, '12.3k'],
  ])('%d whole things are %s', (value, text) => {
    expect(formatWhole(value)).toBe(text);
  });

  test.each([
    [850, '850 ns'],
    [12_345, '12.3 µs'],
    [999_900, '1.00 ms'],
    [1_630_000, '1.63 ms'],
    [2e9, '2.00 s'],
    [120e9, '120 s'],
    [3600e9, '3600 s'],
  ])('%d ns are %s', (value, text) => {
    expect(formatNs(value)).toBe(text);
  });

  test('bytes, shares, ratios and ranges', () => {
    expect(formatBytes(24_123_456)).toBe('24.1 MB');
    expect(formatPercent(0.983)).toBe('98.3 %');
    expect(formatPercent(1)).toBe('100 %');
    expect(formatRatio(1.417)).toBe('1.42');
    expect(formatRange(59_800, 62_040)).toBe('59.8-62.0k');
  });
});

describe('a value with its interval', () => {
  test.each([
    [61_000, 59_100, 63_040, '61.0k (59.1-63.0k)'],
    [456, 450, 462, '456 (450-462)'],
    [1_000, 982, 1_020, '1.00k (0.98-1.02k)'],
  ])('of counts repeats what belongs to the number: %d', (estimate, low, high, text) => {
    expect(formatCountEstimate({ estimate, low, high })).toBe(text);
  });

  test.each([
    [1_200_000, 1_150_000, 1_250_000, '1.20 ms (1.15-1.25)'],
    [999_000, 982_000, 1_020_000, '999 µs (982-1020)'],
    [9_950_000, 9_800_000, 10_100_000, '9.95 ms (9.80-10.1)'],
    [1_200_000, 1_000, 5e9, '1.20 ms (0.001-5000)'],
  ])('of times tells the unit once: %d', (estimate, low, high, text) => {
    expect(formatNsEstimate({ estimate, low, high })).toBe(text);
  });

  test('of ratios has no unit', () => {
    expect(formatRatioEstimate({ estimate: 1.9, low: 1.7, high: 2.1 })).toBe('1.90 (1.70-2.10)');
    expect(formatRatioEstimate({ estimate: 12.89, low: 12.55, high: 13.24 })).toBe(
      '12.9 (12.6-13.2)',
    );
  });

  test('is the value alone where the rounds cannot tell, a dash where there is none', () => {
    expect(formatCountEstimate({ estimate: 456, low: null, high: null })).toBe('456');
    expect(formatNsEstimate({ estimate: null, low: null, high: null })).toBe('-');
  });
});

test('what is absent, or no number at all, is a dash', () => {
  for (const format of [formatCount, formatNs, formatBytes, formatPercent, formatRatio]) {
    expect([null, NaN, Infinity].map(format)).toEqual(['-', '-', '-']);
  }
  expect(formatRange(null, 1)).toBe('-');
});

test('any count keeps three digits of its value', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e11, noNaN: true }), (value) => {
      const text = formatCount(value);
      expect(text).toMatch(/^\d+(\.\d+)?[kMG]?$/);
      const factor = { k: 1e3, M: 1e6, G: 1e9 }[text.at(-1) ?? ''] ?? 1;
      expect(Math.abs((Number.parseFloat(text) * factor) / value - 1)).toBeLessThan(0.0051);
    }),
  );
});
