/** Encoded histograms of clients that mean harm, or were damaged. */
import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { decodeHistogram } from '../../../src/analyse/histogram.ts';
import { encoded } from '../../analyse/window-fixture.ts';

const HEAD_BYTES = 8;
const INNER_HEAD_BYTES = 40;

const inner = (): Buffer =>
  inflateSync(Buffer.from(encoded([[1_000_000, 7]]), 'base64').subarray(HEAD_BYTES));

function textOf(body: Buffer): string {
  const compressed = deflateSync(body);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeInt32BE(0x1c849314);
  head.writeInt32BE(compressed.length, 4);
  return Buffer.concat([head, compressed]).toString('base64');
}

/** With other counts, and the length that they have. */
function withCounts(counts: Buffer): Buffer {
  const head = inner().subarray(0, INNER_HEAD_BYTES);
  head.writeInt32BE(counts.length, 4);
  return Buffer.concat([head, counts]);
}

const problemOf = (text: string): string => {
  const decoded = decodeHistogram(text);
  return 'problem' in decoded ? decoded.problem : 'none';
};

describe('an encoding of any shape', () => {
  const digits = fc.constantFrom(3, 4, 5);
  const lowest = fc.constantFrom(1, 2, 1000, 1024, 65_535, 1_000_000);
  const values = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 60e9 }), fc.integer({ min: 1, max: 1e6 })),
  );

  test('gives what the library gives', () => {
    fc.assert(
      fc.property(digits, lowest, values, (significant, lowest_ns, samples) => {
        const histogram = build({
          ...{ bitBucketSize: 64, autoResize: false, highestTrackableValue: 3600e9 },
          ...{ lowestDiscernibleValue: lowest_ns, numberOfSignificantValueDigits: significant },
        });
        for (const [value, count] of samples) histogram.recordValueWithCount(value, count);
        const common = build({
          ...{ bitBucketSize: 64, autoResize: false, highestTrackableValue: 60e9 },
          ...{ lowestDiscernibleValue: 1, numberOfSignificantValueDigits: 3 },
        });
        common.add(histogram);
        const decoded = decodeHistogram(encodeIntoCompressedBase64(histogram));
        if ('problem' in decoded) throw new Error(decoded.problem);
        expect(decoded.histogram.totalCount).toBe(common.totalCount);
        for (const share of [1, 50, 99, 100])
          expect(decoded.histogram.getValueAtPercentile(share)).toBe(
            samples.length === 0 ? 0 : common.getValueAtPercentile(share),
          );
      }),
      { numRuns: 50 },
    );
  });
});

describe('an encoded histogram', () => {
  test('is read as it was written', () => {
    expect(problemOf(textOf(inner()))).toBe('none');
  });

  test('that is inflated to gigabytes is refused before it is', () => {
    const problem = problemOf(textOf(Buffer.alloc(2 ** 26)));
    expect(problem).toMatch(/^it cannot be decompressed: /);
  });

  test('of a value over 60 s is refused, though its buckets go on to the next power of two', () => {
    expect(problemOf(encoded([[60e9, 1]]))).toBe('none');
    expect(problemOf(encoded([[61e9, 1]]))).toMatch(/^it holds a value .* over 60 s$/);
  });

  test('of more empty buckets than there can be is refused, not gone over', () => {
    // Zigzag of -2^48, and one count behind it.
    const zeros = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    expect(problemOf(textOf(withCounts(Buffer.concat([zeros, Buffer.from([2])]))))).toMatch(
      /^it holds a value in its bucket \d+, which is over 60 s$/,
    );
    expect(problemOf(textOf(withCounts(zeros)))).toBe('none');
  });

  test.each([
    [-1, 'negative'],
    [2 ** 31 - 1, 'beyond the end'],
  ])('whose length is %d is cut off', (length) => {
    const body = inner();
    body.writeInt32BE(length, 4);
    expect(problemOf(textOf(body))).toBe('it is cut off');
  });

  test.each([
    ['another cookie', (body: Buffer) => body.writeInt32BE(7, 0)],
    ['200 digits', (body: Buffer) => body.writeInt32BE(200, 12)],
    ['a lowest value of 2^62', (body: Buffer) => body.writeBigInt64BE(2n ** 62n, 16)],
    ['a lowest value of 2^50', (body: Buffer) => body.writeBigInt64BE(2n ** 50n, 16)],
    ['a lowest value of 0', (body: Buffer) => body.writeBigInt64BE(0n, 16)],
  ])('with %s is a problem of the client', (_, change) => {
    const body = inner();
    change(body);
    expect(problemOf(textOf(body))).not.toBe('none');
  });
});
