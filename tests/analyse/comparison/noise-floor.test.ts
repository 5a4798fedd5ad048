import { describe, expect, test } from '@jest/globals';
import type { ReferenceWindow } from '../../../src/analyse/comparison/compared.ts';
import { noiseFloorOf } from '../../../src/analyse/comparison/noise-floor.ts';
import { noiseFloorSchema } from '../../../src/analyse/result-comparison.ts';

function windowAt(
  rps: number,
  cpu_us_per_request: number | null,
  changes: Partial<ReferenceWindow> = {},
): ReferenceWindow {
  return { series: 'control', rps, cpu_us_per_request, left_out: false, ...changes };
}

/** Two values apart by this ratio have the same spread about their mean, whatever they are. */
const cvOf = (ratio: number): number => Math.sqrt(Math.expm1(Math.log(ratio) ** 2 / 2));

describe('the noise floor', () => {
  test('is the spread of the reference windows', () => {
    const floor = noiseFloorOf([windowAt(140_000, 14), windowAt(142_800, 14.14)]);
    expect(() => noiseFloorSchema.parse(floor)).not.toThrow();
    expect(floor).toMatchObject({ windows: 2, slow_windows: 0, absent: null });
    expect(floor.throughput_cv).toBeCloseTo(cvOf(1.02), 12);
    expect(floor.throughput_cv_all).toBeCloseTo(cvOf(1.02), 12);
    expect(floor.cpu_us_per_request_cv).toBeCloseTo(cvOf(1.01), 12);
  });

  test('counts windows of the slow state, and leaves them out like those of a gate', () => {
    const floor = noiseFloorOf([
      windowAt(140_000, 14),
      windowAt(142_800, 14.7),
      windowAt(110_000, 15.4),
      windowAt(60_000, 14.2, { left_out: true }),
    ]);
    expect(floor).toMatchObject({ windows: 4, slow_windows: 1 });
    expect(floor.throughput_cv).toBeCloseTo(cvOf(1.02), 12);
    expect(floor.throughput_cv_all).toBeGreaterThan(0.3);
    expect(floor.cpu_us_per_request_cv).toBeCloseTo(cvOf(1.05), 12);
  });

  test('holds short and long windows each against their own', () => {
    const long = { series: 'cell' } as const;
    const floor = noiseFloorOf([
      windowAt(120_000, 16),
      windowAt(122_400, 16),
      windowAt(140_000, 14, long),
      windowAt(142_800, 14, long),
    ]);
    expect(floor.slow_windows).toBe(0);
    expect(floor.throughput_cv).toBeCloseTo(cvOf(1.02), 12);
    expect(floor.cpu_us_per_request_cv).toBe(0);
  });

  test('says what it does not know', () => {
    expect(noiseFloorOf([])).toEqual({
      windows: 0,
      throughput_cv: null,
      throughput_cv_all: null,
      cpu_us_per_request_cv: null,
      slow_windows: 0,
      absent:
        'there are no two comparable windows of the reference pair; ' +
        'there are no two comparable windows of the reference pair with a known CPU time',
    });
    const floor = noiseFloorOf([windowAt(140_000, null), windowAt(142_800, null)]);
    expect(floor.throughput_cv).toBeCloseTo(cvOf(1.02), 12);
    expect(floor).toMatchObject({
      cpu_us_per_request_cv: null,
      absent: 'there are no two comparable windows of the reference pair with a known CPU time',
    });
  });
});
