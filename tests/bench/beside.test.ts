/** What is measured beside a yardstick, on a machine that holds still or does not. */
import { describe, expect, test } from '@jest/globals';
import { BesideYardstick, MOST_ATTEMPTS } from '../../bench/targets/beside.ts';

/** Gives one after the other; to be asked for more is a fault. */
function series(...values: readonly number[]): () => Promise<number> {
  const left = [...values];
  return () => {
    const value = left.shift();
    return value === undefined
      ? Promise.reject(new Error('asked too often'))
      : Promise.resolve(value);
  };
}

describe('a measurement beside a yardstick', () => {
  test('is held against the mean of the one before and the one behind', async () => {
    const beside = new BesideYardstick(series(100, 104));
    const measured = await beside.measure(series(51));
    expect(measured).toEqual({ value: 51, yardstick_rps: 102, attempts: 1 });
  });

  test('shares a yardstick with the next one', async () => {
    const beside = new BesideYardstick(series(100, 104, 102));
    await beside.measure(series(51));
    expect((await beside.measure(series(52))).yardstick_rps).toBe(103);
  });

  test('is measured again where the yardstick changed meanwhile, whatever it was itself', async () => {
    const beside = new BesideYardstick(series(100, 80, 80));
    const measured = await beside.measure(series(90, 40));
    expect(measured).toEqual({ value: 40, yardstick_rps: 80, attempts: 2 });
  });

  test('is the steadiest of its attempts where none is steady', async () => {
    const beside = new BesideYardstick(series(100, 50, 55, 100));
    const measured = await beside.measure(series(1, 2, 3));
    expect(measured).toEqual({ value: 2, yardstick_rps: 52.5, attempts: MOST_ATTEMPTS });
  });
});
