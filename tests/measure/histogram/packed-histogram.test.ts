import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { build, type Histogram } from 'hdr-histogram-js';
import { BUCKETS, bucketOf, HIGHEST_IN, lowestIn } from '../../../src/measure/histogram/buckets.ts';
import { readHdrText } from '../../../src/measure/histogram/hdr-text.ts';
import { PackedHistogram } from '../../../src/measure/histogram/packed-histogram.ts';
import { readPairsText } from '../../../src/measure/histogram/pairs-text.ts';
import { encoded } from '../../analyse/window-fixture.ts';

type Pairs = readonly (readonly [number, number])[];

function library(pairs: Pairs): Histogram {
  const histogram = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60e9,
    numberOfSignificantValueDigits: 3,
  });
  for (const [value, count] of pairs) if (count > 0) histogram.recordValueWithCount(value, count);
  return histogram;
}

function packed(pairs: Pairs): PackedHistogram {
  return PackedHistogram.from((counts) => {
    for (const [value, count] of pairs) if (count > 0) counts.record(value, count);
  });
}

function fromText(text: string): PackedHistogram {
  return PackedHistogram.from((counts) => {
    readHdrText(text, counts);
  });
}

function fromBytes(text: string): { end: number | null; histogram: PackedHistogram } {
  let end: number | null = null;
  const histogram = PackedHistogram.from((counts) => {
    end = readPairsText(Buffer.from(text), 0, counts);
  });
  return { end, histogram };
}

const pairs = fc.array(fc.tuple(fc.integer({ min: 1, max: 60e9 }), fc.nat({ max: 2 ** 40 })), {
  maxLength: 60,
});
const PERCENTILES = [0.1, 50, 90, 95, 99, 99.9, 100];

describe('a packed histogram', () => {
  test('says what the library says, whatever the order of its values', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const [own, other] = [packed(some), library(some)];
        expect([own.totalCount, own.mean, own.maxValue]).toEqual([
          ...[other.totalCount, other.mean, other.maxValue],
        ]);
        for (const percent of PERCENTILES)
          expect(own.getValueAtPercentile(percent)).toBe(other.getValueAtPercentile(percent));
      }),
    );
  });

  test('is the same from each form of the contract', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const same = packed(some).toJSON();
        expect(fromText(encoded(some)).toJSON()).toEqual(same);
        expect(packed(same).toJSON()).toEqual(same);
        const text = JSON.stringify(some);
        const { end, histogram } = fromBytes(text);
        expect(end).toBe(text.length);
        expect(histogram.toJSON()).toEqual(same);
      }),
    );
  });

  test('without samples says nothing', () => {
    const { totalCount, mean, maxValue } = packed([]);
    expect([totalCount, mean, maxValue, packed([]).getValueAtPercentile(50)]).toEqual([0, 0, 0, 0]);
  });
});

describe('buckets', () => {
  test('hold the values that the library puts together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60e9 }), (value) => {
        const bucket = bucketOf(value);
        expect(bucket).toBeLessThan(BUCKETS);
        const one = library([[value, 1]]);
        expect(lowestIn(bucket)).toBe(one.getValueAtPercentile(0));
        expect(HIGHEST_IN[bucket]).toBe(one.getValueAtPercentile(100));
      }),
    );
  });
});

describe('pairs that are not written as JSON.stringify writes them are left to a parser', () => {
  test.each([
    ...['', '[', '[[', '[[1', '[[1,', '[[1,2', '[[1,2]', '[[1,2],', '[[1,2],]', '[[1,2]}'],
    ...['[ [1,2]]', '[[1, 2]]', '[[-1,2]]', '[[1,-2]]', '[[1.5,2]]', '[[1e3,2]]', '[[01,2]]'],
    ...[
      '[[0,2]]',
      '[[1,2,3]]',
      '[[1]]',
      '[["1",2]]',
      '[[1,2],null]',
      '{}',
      '[[9999999999999999,1]]',
    ],
  ])('%j', (text) => {
    const endOf = (): number | null => {
      try {
        return fromBytes(text).end;
      } catch (error) {
        expect(String(error)).toContain('over 60 s');
        return null;
      }
    };
    expect(endOf()).toBeNull();
  });
});
