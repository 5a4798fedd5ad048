import { describe, expect, test } from '@jest/globals';
import { meanSlope, slopeInterval, slopeOf } from '../../../src/analyse/statistics/slope.ts';

const LEVEL = 0.95;

const pointsOf = (values: readonly number[]) => values.map((y, x) => ({ x, y }));

/** The same on every machine: mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each value is the one before times `alike`, and something normal. */
function noise(count: number, alike: number, random: () => number): number[] {
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let value = alike < 1 ? normal() / Math.sqrt(1 - alike ** 2) : 0;
  return Array.from({ length: count }, () => {
    value = alike * value + normal();
    return value;
  });
}

/** Share of the intervals of noise about a slope that hold this slope. */
function coverage(count: number, alike: number, slope = 0): number {
  const random = generator(count * 1000 + Math.round(alike * 100));
  const runs = 1000;
  let held = 0;
  for (let run = 0; run < runs; run += 1) {
    const values = noise(count, alike, random).map((value, x) => value + slope * x);
    const { low, high } = slopeInterval(slopeOf(pointsOf(values)), LEVEL);
    if (low <= slope && slope <= high) held += 1;
  }
  return held / runs;
}

describe('the slope of a series', () => {
  test('is that of least squares', () => {
    const { slope } = slopeOf(pointsOf([1, 3, 2, 5, 4, 6]));
    expect(slope).toBeCloseTo(15.5 / 17.5, 12);
  });

  test('of values that are all the same is nought, for sure', () => {
    const level = slopeOf(pointsOf(Array.from({ length: 30 }, () => 42)));
    expect(slopeInterval(level, LEVEL)).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  test('of a line is the line, for sure', () => {
    const line = slopeOf(pointsOf(Array.from({ length: 30 }, (_, x) => 5 + 2 * x)));
    const { estimate, low, high } = slopeInterval(line, LEVEL);
    for (const value of [estimate, low, high]) expect(value).toBeCloseTo(2, 9);
  });

  test('of one step is not sure, for nothing says that another follows', () => {
    const step = Array.from({ length: 60 }, (_, x) => (x < 25 ? 0 : 1));
    const { low, high } = slopeInterval(slopeOf(pointsOf(step)), LEVEL);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  test('of a saw whose teeth are short is nought', () => {
    const saw = Array.from({ length: 60 }, (_, x) => (x * 0.137) % 1);
    const { low, high } = slopeInterval(slopeOf(pointsOf(saw)), LEVEL);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });
});

describe('its 95 % interval holds the truth', () => {
  test.each<[number, number, number]>([
    [26, 0, 0.92],
    [26, 0.5, 0.9],
    [26, 0.9, 0.86],
    [60, 0, 0.93],
    [60, 0.5, 0.92],
    [60, 0.9, 0.91],
    // A random walk: nothing pulls it back.
    [26, 1, 0.83],
    [60, 1, 0.83],
  ])('of %d values that are alike by %d in a share of %d at least', (count, alike, least) => {
    expect(coverage(count, alike)).toBeGreaterThan(least);
    expect(coverage(count, alike, 3)).toBeGreaterThan(least);
  });
});

describe('the mean of several slopes', () => {
  const one = { slope: 1, error: 0.2, df: 10 };

  test('of one is that one', () => {
    const { slope, error, df } = meanSlope([one]);
    expect([slope, error]).toEqual([1, 0.2]);
    expect(df).toBeCloseTo(10, 9);
  });

  test('is surer than each, with the degrees of freedom of all that are as sure', () => {
    const { slope, error, df } = meanSlope([one, { ...one, slope: 3 }, { ...one, slope: 5 }]);
    expect(slope).toBe(3);
    expect(error).toBeCloseTo(0.2 / Math.sqrt(3), 9);
    expect(df).toBeCloseTo(30, 9);
  });

  test('of lines is sure', () => {
    const sure = { slope: 2, error: 0, df: 10 };
    expect(slopeInterval(meanSlope([sure, sure]), LEVEL)).toEqual({ estimate: 2, low: 2, high: 2 });
  });
});
