import { describe, expect, test } from '@jest/globals';
import { linearTicks, logDomain, logTicks, tickText } from '../../../src/report/html/ticks.ts';

describe('ticks of a logarithmic axis', () => {
  test('are 1, 2 and 5 in each decade where there is room', () => {
    expect(logTicks(80, 600)).toEqual([100, 200, 500]);
  });

  test('are powers of ten over many decades, and not more than asked for', () => {
    expect(logTicks(1, 1e4)).toEqual([1, 10, 100, 1000, 10_000]);
    expect(logTicks(1, 1e12, 5).length).toBeLessThanOrEqual(5);
  });

  test('are even steps within a decade', () => {
    expect(logTicks(0.82, 0.97)).toEqual([0.85, 0.9, 0.95]);
  });
});

describe('ticks of a linear axis', () => {
  test('are in steps of 1, 2 or 5, zero among them', () => {
    expect(linearTicks(0, 118, 3)).toEqual([0, 50, 100]);
    expect(linearTicks(0, 0.7, 4)).toEqual([0, 0.2, 0.4, 0.6]);
  });

  test('of no width are its one value', () => {
    expect(linearTicks(3, 3)).toEqual([3]);
  });
});

test('a tick has no zeros that say nothing', () => {
  expect(['10.0k', '1.00 ms', '0.950', '12.5k', '100 µs', '1.05'].map(tickText)).toEqual([
    '10k',
    '1 ms',
    '0.95',
    '12.5k',
    '100 µs',
    '1.05',
  ]);
});

test('a domain holds all values that a logarithm has, with room at both ends', () => {
  const [low, high] = logDomain([3, 0, -1, Infinity, NaN, 8]) ?? [];
  expect(low).toBeLessThan(3);
  expect(high).toBeGreaterThan(8);
  expect(high).toBeLessThan(10);
  expect(logDomain([0, NaN])).toBeNull();
});
