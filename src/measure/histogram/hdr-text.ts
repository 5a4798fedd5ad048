/** Reads an HdrHistogram, V2-compressed and base64, of any shape into the buckets used here. */
import { inflateSync } from 'node:zlib';
import { errorText } from '../../host/user-error.ts';
import { bucketOf, HIGHEST_NS, SIGNIFICANT_DIGITS } from './buckets.ts';
import type { Counts } from './counts.ts';

/** Without the bits that tell the width of a word, which V2 does not use. */
const COMPRESSED_COOKIE = 0x1c849304;
const COOKIE = 0x1c849303;
const WIDTH_BITS = 0xf0;
const HEADER_BYTES = 40;

/** A few bytes can be inflated to gigabytes; a histogram of five digits has 2 MB at most in practice. */
const MOST_BYTES = 16 * 2 ** 20;
const MOST_DIGITS = 5;

/** The buckets go on to a power of two beyond it. */
const HIGHEST_BUCKET = bucketOf(HIGHEST_NS);

/** Width of a bucket relative to its values. */
const RESOLUTION = 1 / 1024;

interface Encoded {
  /** Significant digits. */
  readonly digits: number;
  /** Smaller values cannot be told apart. */
  readonly lowest_ns: number;
  /** The counts, bucket by bucket. */
  readonly body: Buffer;
}

/** Throws on what is no such text, on fewer digits and on values over 60 s. */
export function readHdrText(text: string, counts: Counts): void {
  const { digits, lowest_ns, body } = decode(text);
  if (digits < SIGNIFICANT_DIGITS)
    throw new Error(`it keeps ${digits} significant digits, fewer than 3`);
  if (digits > MOST_DIGITS) throw new Error(`it keeps ${digits} significant digits, more than 5`);
  if (lowest_ns < 1 || lowest_ns > HIGHEST_NS)
    throw new Error(`its lowest value is ${lowest_ns} ns, outside 1 ns to 60 s`);
  if (digits === SIGNIFICANT_DIGITS && lowest_ns === 1) readSameBuckets(body, counts);
  else readOtherBuckets(body, lowestInBucket(digits, lowest_ns), counts);
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
  const length = inner.readInt32BE(4);
  if (length < 0 || length > inner.length - HEADER_BYTES) throw new Error('it is cut off');
  return {
    digits: inner.readInt32BE(12),
    lowest_ns: Number(inner.readBigInt64BE(16)),
    body: inner.subarray(HEADER_BYTES, HEADER_BYTES + length),
  };
}

function bytesIn(base64: string): number {
  const padding = /=*$/.exec(base64.slice(-2))?.[0].length ?? 0;
  return base64.length % 4 === 0 ? (base64.length / 4) * 3 - padding : NaN;
}

function tooLarge(bucket: number): Error {
  return new Error(`it holds a value in its bucket ${bucket}, which is over 60 s`);
}

function readSameBuckets(body: Buffer, counts: Counts): void {
  eachCount(body, (bucket, count) => {
    if (bucket > HIGHEST_BUCKET) throw tooLarge(bucket);
    counts.add(bucket, count);
  });
}

function readOtherBuckets(
  body: Buffer,
  lowestIn: (bucket: number) => number,
  counts: Counts,
): void {
  eachCount(body, (bucket, count) => {
    const value_ns = lowestIn(bucket);
    if (value_ns > HIGHEST_NS * (1 + RESOLUTION)) throw tooLarge(bucket);
    counts.add(bucketOf(value_ns), count);
  });
}

/** As in any HdrHistogram: a power of two of equal buckets, then half as many for each doubling. */
function lowestInBucket(digits: number, lowest_ns: number): (bucket: number) => number {
  const half = 2 ** (Math.ceil(Math.log2(2 * 10 ** digits)) - 1);
  const unit_ns = 2 ** Math.floor(Math.log2(lowest_ns));
  return (bucket) => {
    const doublings = Math.max(0, Math.floor(bucket / half) - 1);
    return (bucket - doublings * half) * 2 ** doublings * unit_ns;
  };
}

/** Buckets in their order; empty ones are passed over. */
function eachCount(body: Buffer, take: (bucket: number, count: number) => void): void {
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
    if (number > 0) take(bucket, number / 2);
    bucket += 1;
  }
}
