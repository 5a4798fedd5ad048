/** Reads `[[value_ns,count],...]` from the bytes of a JSON text: a parser would make an array of each pair. */
import type { Counts } from './counts.ts';

const [OPEN, CLOSE, COMMA, ZERO] = [0x5b, 0x5d, 0x2c, 0x30];
/** More could not be told apart as numbers. */
const MOST_DIGITS = 15;

/**
 * Begins at the first bracket, and gives the place behind the last; null: it is not written just so, or not
 * valid, and whoever reads JSON must say why. Throws on a value that has no bucket.
 */
export function readPairsText(bytes: Uint8Array, begin: number, counts: Counts): number | null {
  if (bytes[begin] !== OPEN) return null;
  if (bytes[begin + 1] === CLOSE) return begin + 2;
  let at = begin;
  do {
    at += 1;
    if (bytes[at] !== OPEN) return null;
    const first = at + 1;
    let value = 0;
    at = first;
    for (let digit = digitOf(bytes[at]); digit < 10; at += 1, digit = digitOf(bytes[at]))
      value = value * 10 + digit;
    if (!isNumber(bytes, first, at) || bytes[at] !== COMMA || value === 0) return null;
    const second = at + 1;
    let count = 0;
    at = second;
    for (let digit = digitOf(bytes[at]); digit < 10; at += 1, digit = digitOf(bytes[at]))
      count = count * 10 + digit;
    if (!isNumber(bytes, second, at) || bytes[at] !== CLOSE) return null;
    if (count > 0) counts.record(value, count);
    at += 1;
  } while (bytes[at] === COMMA);
  return bytes[at] === CLOSE ? at + 1 : null;
}

/** 10 or more: it is none. */
function digitOf(byte: number | undefined): number {
  return ((byte ?? 0) - ZERO) >>> 0;
}

/** Between these places; JSON has no leading zeros. */
function isNumber(bytes: Uint8Array, from: number, to: number): boolean {
  const digits = to - from;
  return digits > 0 && digits <= MOST_DIGITS && (bytes[from] !== ZERO || digits === 1);
}
