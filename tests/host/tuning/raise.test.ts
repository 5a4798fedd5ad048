import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { raised } from '../../../src/host/tuning/raise.ts';

test.each([
  ['4096', [65535], '65535'],
  ['65535', [65535], '65535'],
  ['100000', [65535], '100000'],
  ['32768 60999', [1024, 65535], '1024 65535'],
  ['32768\t60999', [1024, 65535], '1024 65535'],
  ['1000 60999', [1024, 65535], '1000 65535'],
  ['32768 65535', [1024, 60000], '1024 65535'],
  ['1000 65535', [1024, 60000], '1000 65535'],
  // Off, on, and on for loopback alone: for load over loopback both kinds of on are the same.
  ['0', [1], '1'],
  ['1', [1], '1'],
  ['2', [1], '2'],
  ['cubic', [1], null],
  ['-1', [1], null],
  ['4096 87380 6291456', [1], null],
  ['4096', [1024, 65535], null],
  ['', [1], null],
])('%j, wanted %j, becomes %j', (current, wanted, value) => {
  expect(raised(current, wanted)).toBe(value);
});

test('a range never becomes narrower, and holds the wanted one', () => {
  const range = fc
    .tuple(fc.nat(65535), fc.nat(65535))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(
    fc.property(range, range, (current, wanted) => {
      const [first = NaN, last = NaN] = (raised(current.join(' '), wanted) ?? '')
        .split(' ')
        .map(Number);
      expect(first).toBeLessThanOrEqual(Math.min(current[0], wanted[0]));
      expect(last).toBeGreaterThanOrEqual(Math.max(current[1], wanted[1]));
    }),
  );
});
