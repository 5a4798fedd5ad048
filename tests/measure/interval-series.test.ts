import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IntervalSeries, MOST_INTERVALS } from '../../src/measure/interval-series.ts';

type Phase = 'warmup' | 'window';

const interval = (index: number, phase: Phase = 'window') => ({
  ...{ phase, elapsed_ns: (index + 1) * 1e8, completed: index % 7, errors: index % 3 },
});

function seriesOf(count: number, phase: Phase = 'window'): IntervalSeries {
  const series = new IntervalSeries();
  for (let index = 0; index < count; index += 1) series.add(interval(index, phase));
  return series;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe('the intervals of a client', () => {
  test('of up to a minute are kept as they came', () => {
    const all = seriesOf(MOST_INTERVALS).all();
    expect(all).toEqual(Array.from({ length: MOST_INTERVALS }, (_, index) => interval(index)));
  });

  test('of ten minutes are few, equally long, and hold every request', () => {
    const all = seriesOf(6000).all();
    expect(all.length).toBeLessThanOrEqual(MOST_INTERVALS);
    expect(all.length).toBeGreaterThan(MOST_INTERVALS / 2 - 1);
    const lengths = all.map(
      ({ elapsed_ns }, index) => elapsed_ns - (all[index - 1]?.elapsed_ns ?? 0),
    );
    expect(new Set(lengths.slice(0, -1)).size).toBe(1);
    expect(all.at(-1)?.elapsed_ns).toBe(6000e8);
  });

  test('however many: nothing is lost, and the phases stay apart', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (warmup, window) => {
        const series = seriesOf(warmup, 'warmup');
        for (let index = 0; index < window; index += 1) series.add(interval(index));
        for (const [phase, count] of [
          ['warmup', warmup],
          ['window', window],
        ] as const) {
          const own = series.all().filter((one) => one.phase === phase);
          const given = Array.from({ length: count }, (_, index) => interval(index));
          expect(own.length).toBeLessThanOrEqual(MOST_INTERVALS);
          for (const key of ['completed', 'errors'] as const)
            expect(total(own.map((one) => one[key]))).toBe(total(given.map((one) => one[key])));
          expect(own.at(-1)?.elapsed_ns).toBe(given.at(-1)?.elapsed_ns);
        }
      }),
      { numRuns: 50 },
    );
  });
});
