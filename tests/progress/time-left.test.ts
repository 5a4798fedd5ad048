import { describe, expect, test } from '@jest/globals';
import { TimeLeft } from '../../src/progress/time-left.ts';

/** A run of 100 windows that should take a second each, beginning at 5 s. */
const begin = (): TimeLeft => new TimeLeft(5000, 100_000, 100);

describe('the time left', () => {
  test('is that of the plan before anything was measured', () => {
    expect(begin().leftMs(5000, 100, 100)).toBe(100_000);
  });

  test('runs down while a window is measured, by no more than that window', () => {
    const time = begin();
    expect(time.leftMs(5600, 100, 100)).toBe(99_400);
    expect(time.leftMs(60_000, 100, 100)).toBe(99_000);
    expect(time.leftMs(900_000, 100, 100)).toBe(99_000);
  });

  test('trusts the plan more than a single window', () => {
    const time = begin();
    time.mark(8000, 1); // three times as long as planned
    const left = time.leftMs(8000, 99, 99);
    expect(left).toBeGreaterThan(99_000);
    expect(left).toBeLessThan(1.25 * 99_000);
  });

  test('trusts what was really used once much of the run is over', () => {
    const time = begin();
    time.mark(5000 + 160_000, 80); // twice as long as planned
    const left = time.leftMs(165_000, 20, 20);
    expect(left).toBeGreaterThan(1.8 * 20_000);
    expect(left).toBeLessThan(2 * 20_000);
  });

  test('of a run whose windows take as long as planned is always right', () => {
    const time = begin();
    for (const measured of [1, 10, 50, 99]) {
      time.mark(5000 + 1000 * measured, measured);
      expect(time.leftMs(5000 + 1000 * measured, 100 - measured, 100 - measured)).toBeCloseTo(
        1000 * (100 - measured),
        6,
      );
    }
  });

  test('grows when windows are measured again', () => {
    const time = begin();
    time.mark(15_000, 10);
    const before = time.leftMs(15_000, 90, 90);
    time.mark(15_000, 9); // the last one has to be repeated
    expect(time.leftMs(15_000, 91, 91)).toBeGreaterThan(before);
  });

  test('is never below 0 or no number', () => {
    const time = begin();
    time.mark(500_000, 100);
    expect(time.leftMs(900_000, 0, 0)).toBe(0);
    expect(time.leftMs(900_000, 0.5, 1)).toBe(0);
    const nothing = new TimeLeft(0, 0, 0);
    nothing.mark(1000, 0);
    expect(nothing.leftMs(2000, 0, 3)).toBe(0);
  });
});
