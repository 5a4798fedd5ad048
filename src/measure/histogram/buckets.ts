/**
 * The buckets of an HdrHistogram from 1 ns to 60 s with 3 significant digits: up to 2048 each value has its own,
 * from there on 1024 share each doubling (Tene, HdrHistogram, github.com/HdrHistogram).
 */

export const HIGHEST_NS = 60e9;
export const SIGNIFICANT_DIGITS = 3;

const HALF = 1024;
const HALF_MAGNITUDE = 10;
const DOUBLINGS = 26;
export const BUCKETS = (DOUBLINGS + 1) * HALF;

function bitsOf(value: number): number {
  return value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(value / 2 ** 32);
}

/** Of a whole number from 0 on; `BUCKETS` or more: it is too large for them. */
export function bucketOf(value: number): number {
  if (value < 2 * HALF) return value;
  const shift = bitsOf(value) - HALF_MAGNITUDE - 1;
  const within = value < 2 ** 31 ? value >>> shift : Math.floor(value / 2 ** shift);
  return shift * HALF + within;
}

function shiftOf(bucket: number): number {
  return Math.max(0, Math.floor(bucket / HALF) - 1);
}

export function lowestIn(bucket: number): number {
  const shift = shiftOf(bucket);
  return (bucket - shift * HALF) * 2 ** shift;
}

/** Looked up, since it is asked for thousands of times for each window. */
export const HIGHEST_IN = Float64Array.from(
  { length: BUCKETS },
  (_, bucket) => lowestIn(bucket) + 2 ** shiftOf(bucket) - 1,
);
export const MIDDLE_OF = Float64Array.from(
  { length: BUCKETS },
  (_, bucket) => lowestIn(bucket) + Math.floor(2 ** shiftOf(bucket) / 2),
);
