import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rateWords, ratioWords } from '../../../src/analyse/comparison/ratio-words.ts';

describe('a ratio has the digits that its interval is worth', () => {
  test.each<[number, number, number, string]>([
    [1.9, 1.7, 2.1, '1.9 (1.7-2.1)'],
    [1.0112, 0.9812, 1.0412, '1.01 (0.98-1.04)'],
    [13.7423, 13.4912, 13.9981, '13.7 (13.5-14.0)'],
    [17.2, 12.1, 24.5, '17 (12-25)'],
    [312.4, 311.9, 312.9, '312 (312-313)'],
    [0.5263, 0.5212, 0.5314, '0.526 (0.521-0.531)'],
    [2, 2, 2, '2.00 (2.00-2.00)'],
  ])('%d, %d to %d', (estimate, low, high, words) => {
    expect(ratioWords({ estimate, low, high })).toBe(words);
  });

  test('and more only where it is surely on one side of 1', () => {
    expect(ratioWords({ estimate: 1.006, low: 1.004, high: 1.008 })).toBe('1.006 (1.004-1.008)');
    expect(ratioWords({ estimate: 1.001, low: 0.998, high: 1.004 })).toBe('1.00 (1.00-1.00)');
    expect(ratioWords({ estimate: 0.9, low: 0.8, high: 0.99 })).toBe('0.90 (0.80-0.99)');
  });

  test('an interval that does not hold 1 never shows it', () => {
    const above = fc.double({ min: 1.00001, max: 100, noNaN: true });
    fc.assert(
      fc.property(above, above, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const words = ratioWords({ estimate: Math.sqrt(low * high), low, high });
        const shown = Number(/\(([\d.]+)-/.exec(words)?.[1]);
        expect(shown).toBeGreaterThan(1);
      }),
    );
  });
});

test('a rate', () => {
  expect([2000, 4123.4, 12.345, 0.5].map(rateWords)).toEqual([
    '2000 requests/s',
    '4123 requests/s',
    '12.3 requests/s',
    '0.5 requests/s',
  ]);
});
