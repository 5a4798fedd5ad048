/** Checks whose value is none: what was divided by next to nothing is beyond each limit, and no figure. */
import { describe, expect, test } from '@jest/globals';
import type { RoundCheck } from '../../src/analyse/window-check.ts';
import { isBroken, toCheck, verdictOf } from '../../src/analyse/window-check.ts';

const check = (value: number | null, excess: number | null, round = 1): RoundCheck => ({
  ...{ name: 'mean_below_max', limit: '<= 0 ns', reason: 'the mean is above the largest' },
  ...{ value, excess, round },
});

describe('a value that no number can hold', () => {
  test.each([Infinity, -Infinity, NaN])('%d is absent from the result', (value) => {
    expect(toCheck(check(value, Infinity))).toMatchObject({ ok: false, value: null });
  });

  test('breaks its limit where the distance to it is not a number', () => {
    const broken = check(NaN, NaN, 2);
    expect(isBroken(broken)).toBe(true);
    const { worst, reasons } = verdictOf([check(1, -1), broken, check(9, 8, 3)]);
    expect(worst.map(({ round }) => round)).toEqual([2]);
    expect(reasons).toHaveLength(2);
  });
});

test('a value at its limit keeps it', () => {
  expect(toCheck(check(0, 0))).toMatchObject({ ok: true, value: 0 });
  expect(toCheck(check(null, null))).toMatchObject({ ok: null, value: null });
});
