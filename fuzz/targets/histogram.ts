/** Histograms of clients, from base64 down to the encoded counts within. */
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { decodeHistogram, percentile } from '../../src/analyse/histogram.ts';
import type { HistogramData } from '../../src/measure/client-events.ts';
import { encoded } from '../../tests/analyse/window-fixture.ts';
import { expectFinite, expectThat } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';

const USUAL = encoded([
  [1, 5],
  [1_000_000, 1000],
  [59_999_999_999, 1],
]);

function ofOtherShape(): string {
  const histogram = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1000,
    highestTrackableValue: 3600e9,
    numberOfSignificantValueDigits: 4,
  });
  histogram.recordValueWithCount(2_000_000, 70);
  return encodeIntoCompressedBase64(histogram);
}

const OTHER = ofOtherShape();
/** Length of cookie and length before what is compressed. */
const OUTER_BYTES = 8;
const COMPRESSED_COOKIE = 0x1c849314;

const inner = (text: string): string =>
  inflateSync(Buffer.from(text, 'base64').subarray(OUTER_BYTES)).toString('latin1');

/** Bytes as a client would send them. */
function compressed(bytes: string): string {
  const body = deflateSync(Buffer.from(bytes, 'latin1'));
  const head = Buffer.alloc(OUTER_BYTES);
  head.writeInt32BE(COMPRESSED_COOKIE);
  head.writeInt32BE(body.length, 4);
  return Buffer.concat([head, body]).toString('base64');
}

/** What the runtime says of a bug is no problem of a client. */
const OF_A_BUG = /is not a function|Cannot read|call stack|undefined|Invalid (?:typed )?array/;

function check(data: HistogramData): void {
  const decoded = decodeHistogram(data);
  if ('problem' in decoded) {
    expectThat(!OF_A_BUG.test(decoded.problem), decoded.problem);
    return;
  }
  const { histogram } = decoded;
  const { totalCount, maxValue, mean } = histogram;
  expectFinite([totalCount, maxValue, mean, percentile(histogram, 0.5), histogram.toJSON()]);
  expectThat(totalCount >= 0 && maxValue >= 0 && maxValue < 61e9, `maximum ${maxValue}`);
}

const bodies = [inner(USUAL), inner(OTHER)];
const bytes = textsLike(bodies);
const header = fc
  .tuple(fc.constantFrom(...bodies), fc.nat({ max: 39 }), fc.nat({ max: 255 }))
  .map(([body, at, byte]) => body.slice(0, at) + String.fromCharCode(byte) + body.slice(at + 1));
const isPairs = (value: unknown): value is [number, number][] =>
  Array.isArray(value) &&
  value.every(
    (pair: unknown) =>
      Array.isArray(pair) &&
      pair.length === 2 &&
      pair.every((one: unknown) => typeof one === 'number' && Number.isSafeInteger(one) && one > 0),
  );

function pairsOf(text: string): [number, number][] | null {
  try {
    const value = JSON.parse(text) as unknown;
    return isPairs(value) ? value : null;
  } catch {
    return null;
  }
}

export const HISTOGRAM_TARGET: Target = {
  name: 'histogram',
  about: 'histograms as clients encode them, and as pairs',
  inputs: fc.oneof(
    ...[textsLike([USUAL, OTHER, '[[1,1],[1000000,5],[60000000000,2]]', '[]']), bytes, header],
    ...[
      bytes.map(compressed),
      header.map(compressed),
      bytes.map((body) => compressed(body.slice(0, 39))),
    ],
  ),
  frames: [
    [bodies[0]?.slice(0, 40) ?? '', ''],
    [bodies[1]?.slice(0, 40) ?? '', ''],
    [USUAL, ''],
    ['[[1,1],', '[1,1]]'],
  ],
  check: (text) => {
    check(text);
    check(compressed(text));
    const pairs = pairsOf(text);
    if (pairs !== null) check(pairs);
  },
};
