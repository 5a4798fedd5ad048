/** Reads an HdrHistogram, V2-compressed and base64, of any shape into the buckets used here. */
import { inflateSync } from 'node:zlib';
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { errorText } from '../../host/user-error.ts';
import { BUCKETS, HIGHEST_NS, SIGNIFICANT_DIGITS } from './buckets.ts';
import type { Counts } from './counts.ts';

/** Without the bits that tell the width of a word, which V2 does not use. */
const COMPRESSED_COOKIE = 0x1c849304;
const COOKIE = 0x1c849303;
const WIDTH_BITS = 0xf0;
const HEADER_BYTES = 40;

/** A few bytes can be inflated to gigabytes; a histogram of five digits has 2 MB at most in practice. */
const MOST_BYTES = 16 * 2 ** 20;
/** Of five digits up to 2^63, the largest that there is: the library goes over as many as are told. */
const MOST_BUCKETS = 47 * 2 ** 17;

/** Width of a bucket relative to its values. */
const RESOLUTION = 1 / 1024;

interface Encoded {
  /** Of the same buckets as those used here. */
  readonly isSame: boolean;
  readonly body: Buffer;
}

/** Throws on what is no such text, on fewer digits and on values over 60 s. */
export function readHdrText(text: string, counts: Counts): void {
  const { isSame, body } = decode(text);
  if (isSame && readCounts(body, counts)) return;
  counts.clear();
  if ((eachCount(body, () => true) ?? 0) > MOST_BUCKETS)
    throw new Error('it has more buckets than there can be');
  readAnyShape(text, counts);
}

function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw new Error(`it cannot be decompressed: ${errorText(error)}`, { cause: error });
  }
}

/** Throws on what is no such text. */
function decode(text: string): Encoded {
  const outer = Buffer.from(text, 'base64');
  // What is no base64 is passed over without a word.
  if (outer.length !== bytesIn(text)) throw new Error('it is not base64');
  if (outer.length < 8 || (outer.readInt32BE(0) & ~WIDTH_BITS) !== COMPRESSED_COOKIE)
    throw new Error('it is no histogram of V2');
  const inner = inflated(outer.subarray(8, 8 + outer.readInt32BE(4)));
  if (inner.length < HEADER_BYTES || (inner.readInt32BE(0) & ~WIDTH_BITS) !== COOKIE)
    throw new Error('it is no histogram of V2');
  const [length = 0, offset = 0, digits] = [4, 8, 12].map((at) => inner.readInt32BE(at));
  if (length < 0 || length > inner.length - HEADER_BYTES) throw new Error('it is cut off');
  // The offset is that of shifted histograms; the library writes 1 for none.
  const isShifted = offset > 1 || offset < 0;
  return {
    isSame: digits === SIGNIFICANT_DIGITS && inner.readBigInt64BE(16) === 1n && !isShifted,
    body: inner.subarray(HEADER_BYTES, HEADER_BYTES + length),
  };
}

function bytesIn(base64: string): number {
  const padding = /=*$/.exec(base64.slice(-2))?.[0].length ?? 0;
  return base64.length % 4 === 0 ? (base64.length / 4) * 3 - padding : NaN;
}

/** False: a value lies beyond the buckets. */
function readCounts(body: Buffer, counts: Counts): boolean {
  const buckets = eachCount(body, (bucket, count) => {
    if (bucket >= BUCKETS) return false;
    counts.add(bucket, count);
    return true;
  });
  return buckets !== null;
}

/** Gives the number of buckets, empty ones at the end too; null: `take` has given false, which ends it. */
function eachCount(body: Buffer, take: (bucket: number, count: number) => boolean): number | null {
  let bucket = 0;
  for (let at = 0; at < body.length; at += 1) {
    const first = body[at] ?? 0;
    let number = first & 127;
    let scale = 128;
    for (let byte = first, read = 1; byte > 127 && read < 9; read += 1, scale *= 128) {
      at += 1;
      byte = body[at] ?? 0;
      // The ninth byte has eight bits of the number.
      number += (read === 8 ? byte : byte & 127) * scale;
    }
    // Zigzag: the lowest bit is the sign, and a negative number is that of empty buckets.
    if ((first & 1) === 1) {
      bucket += (number + 1) / 2;
      continue;
    }
    if (number > 0 && !take(bucket, number / 2)) return null;
    bucket += 1;
  }
  return bucket;
}

function readAnyShape(text: string, counts: Counts): void {
  const histogram = decodeFromCompressedBase64(text, 64, false);
  const { numberOfSignificantValueDigits: digits, maxValue: max_ns } = histogram;
  if (digits < SIGNIFICANT_DIGITS)
    throw new Error(`it keeps ${digits} significant digits, fewer than 3`);
  if (max_ns > HIGHEST_NS * (1 + RESOLUTION))
    throw new Error(`it holds a value of ${max_ns} ns, which is over 60 s`);
  const common = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_NS,
    numberOfSignificantValueDigits: SIGNIFICANT_DIGITS,
    useWebAssembly: false,
  });
  common.add(histogram);
  const { isSame, body } = decode(encodeIntoCompressedBase64(common));
  if (!isSame || !readCounts(body, counts)) throw new Error('its buckets cannot be converted');
}
