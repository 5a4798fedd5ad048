import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import {
  decodeHistogram,
  mergeHistograms,
  percentile,
  RESOLUTION,
} from '../../src/analyse/histogram.ts';
import type { HistogramData } from '../../src/measure/client-events.ts';
import type { PackedHistogram } from '../../src/measure/histogram/packed-histogram.ts';
import { encoded } from './window-fixture.ts';

const TWO_VALUES: [number, number][] = [
  [1_000_000, 300],
  [2_000_000, 70_000],
];

function decode(data: HistogramData): PackedHistogram {
  const decoded = decodeHistogram(data);
  if ('problem' in decoded) throw new Error(decoded.problem);
  return decoded.histogram;
}

function problemOf(data: HistogramData): string {
  const decoded = decodeHistogram(data);
  return 'problem' in decoded ? decoded.problem : '';
}

describe('both forms of the contract', () => {
  const pairs = TWO_VALUES;
  test.each<[string, HistogramData]>([
    ['pairs', pairs],
    ['base64', encoded(pairs)],
  ])('%s: counts beyond 8 and 16 bits are kept', (_, data) => {
    const histogram = decode(data);
    expect(histogram.totalCount).toBe(70_300);
    expect(percentile(histogram, 0.5)).toEqual({ value: 2_000_895 });
    expect(percentile(histogram, 0.004)).toEqual({ value: 1_000_447 });
  });

  test('an encoding with another range and more digits is merged into the common shape', () => {
    const other = build({
      bitBucketSize: 64,
      autoResize: false,
      lowestDiscernibleValue: 1,
      highestTrackableValue: 3600e9,
      numberOfSignificantValueDigits: 4,
    });
    other.recordValueWithCount(2_000_000, 70_000);
    const merged = mergeHistograms([
      decode(encodeIntoCompressedBase64(other)),
      decode([[1_000_000, 300]]),
    ]);
    expect(merged.totalCount).toBe(70_300);
    expect(percentile(merged, 0.5)).toEqual({ value: 2_000_895 });
  });

  test('no samples are a histogram, not a fault', () => {
    expect(decode([]).totalCount).toBe(0);
    expect(decode(encoded([])).totalCount).toBe(0);
  });
});

describe('what cannot be read is told, not thrown', () => {
  const good = encoded(TWO_VALUES);
  test.each([
    ['an empty text', ''],
    ['base64 of something else', 'AAAA'],
    ['no base64', '####'],
    ['a torn text', good.slice(0, 40)],
    ['broken zlib data', `${good.slice(0, 12)}AAAA${good.slice(16)}`],
  ])('%s', (_, data) => {
    expect(problemOf(data)).not.toBe('');
  });

  test('a value over 60 s', () => {
    expect(problemOf([[70e9, 1]])).toContain('70000000000');
    const wide = build({ bitBucketSize: 64, autoResize: false, highestTrackableValue: 3600e9 });
    wide.recordValue(70e9);
    expect(problemOf(encodeIntoCompressedBase64(wide))).toContain('which is over 60 s');
    wide.reset();
    wide.recordValue(60e9);
    expect(problemOf(encodeIntoCompressedBase64(wide))).toBe('');
  });

  test('too few significant digits', () => {
    const coarse = build({
      bitBucketSize: 64,
      autoResize: false,
      highestTrackableValue: 60e9,
      numberOfSignificantValueDigits: 2,
    });
    coarse.recordValue(1_000_000);
    expect(problemOf(encodeIntoCompressedBase64(coarse))).toBe(
      'it keeps 2 significant digits, fewer than 3',
    );
  });
});

describe('a percentile is given only with ten samples beyond it', () => {
  test.each([
    [0.5, 20],
    [0.95, 200],
    [0.99, 1000],
    [0.999, 10_000],
  ])('share %d needs %d samples', (q, needed) => {
    expect(percentile(decode([[1000, needed]]), q)).toEqual({ value: 1000 });
    expect(percentile(decode([[1000, needed - 1]]), q)).toEqual({
      absent: `needs at least ${needed} samples, there are ${needed - 1}`,
    });
  });
});

describe('for any samples', () => {
  const samples = fc.array(fc.tuple(fc.integer({ min: 1, max: 60e9 }), fc.nat({ max: 100_000 })), {
    maxLength: 20,
  });
  const shares = [0.5, 0.95, 0.99, 0.999];

  test('merging is the same as recording all in one', () => {
    fc.assert(
      fc.property(samples, samples, (one, other) => {
        const merged = mergeHistograms([decode(one), decode(encoded(other))]);
        const union = decode([...one, ...other]);
        expect(merged.totalCount).toBe(union.totalCount);
        for (const q of shares) expect(percentile(merged, q)).toEqual(percentile(union, q));
      }),
      { numRuns: 30 },
    );
  });

  test('percentiles rise and are within the resolution of a recorded value', () => {
    fc.assert(
      fc.property(samples, (pairs) => {
        const values = shares.flatMap((q) => {
          const figure = percentile(decode(pairs), q);
          return 'value' in figure ? [figure.value] : [];
        });
        expect(values).toEqual(values.toSorted((a, b) => a - b));
        for (const value of values) {
          const near = pairs.some(
            ([recorded]) => recorded <= value && value <= recorded * (1 + RESOLUTION) + 1,
          );
          expect(near).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
