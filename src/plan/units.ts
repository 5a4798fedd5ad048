/** Reads numbers with units: `10s`, `3m`, `10k`, `500/s`. An unknown unit is an error, never a guess. */

const MS_PER_UNIT: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES_PER_UNIT: Record<string, number> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };
const NS_PER_UNIT: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };
const FACTOR: Record<string, number> = { '': 1, k: 1000, M: 1_000_000 };

/** A failure names what would have been right; the caller adds the flag or the place. */
export type Parsed =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly wanted: string };

const DURATION = 'a duration such as 500ms, 10s or 3m';
const LATENCY = 'a time with its unit, such as 500us, 5ms or 1s';
const COUNT = 'a whole number such as 100, 10k or 2M';
const SIZE = 'a size such as 512m or 2g';
const SHARE = 'a percentage such as 2%';
const RATE = 'a rate such as 500/s, 10k/s or 500';

function wholeOrFail(value: number, wanted: string): Parsed {
  const rounded = Math.round(value);
  return Number.isSafeInteger(rounded) && Math.abs(value - rounded) < 1e-6
    ? { ok: true, value: rounded }
    : { ok: false, wanted };
}

/** Whole milliseconds. A number without a unit is taken as seconds. */
export function parseDurationMs(text: string): Parsed {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)?$/.exec(text.trim());
  if (match === null) return { ok: false, wanted: DURATION };
  return wholeOrFail(Number(match[1]) * (MS_PER_UNIT[match[2] ?? 's'] ?? NaN), DURATION);
}

/** Nanoseconds, which may be a fraction. Latencies are of all sizes, so the unit must be there. */
export function parseLatencyNs(text: string): Parsed {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)(ns|us|µs|ms|s)$/.exec(text.trim());
  return match === null
    ? { ok: false, wanted: LATENCY }
    : { ok: true, value: Number(match[1]) * (NS_PER_UNIT[match[2] ?? ''] ?? NaN) };
}

export function parseCount(text: string): Parsed {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)(k|M)?$/.exec(text.trim());
  if (match === null) return { ok: false, wanted: COUNT };
  return wholeOrFail(Number(match[1]) * (FACTOR[match[2] ?? ''] ?? NaN), COUNT);
}

/** Bytes, from units of 1024 as container engines have them. */
export function parseSizeBytes(text: string): Parsed {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(k|m|g)(?:i?b)?$/.exec(text.trim().toLowerCase());
  if (match === null) return { ok: false, wanted: SIZE };
  const value = Math.round(Number(match[1]) * (BYTES_PER_UNIT[match[2] ?? ''] ?? NaN));
  return value > 0 && Number.isSafeInteger(value)
    ? { ok: true, value }
    : { ok: false, wanted: SIZE };
}

/** Requests per second; may be a fraction, is never 0. */
export function parseRatePerS(text: string): Parsed {
  const match = /^(\d{1,12}(?:\.\d{1,20})?)(k|M)?(?:\/(s|m))?$/.exec(text.trim());
  if (match === null) return { ok: false, wanted: RATE };
  const value = (Number(match[1]) * (FACTOR[match[2] ?? ''] ?? NaN)) / (match[3] === 'm' ? 60 : 1);
  return value > 0 && Number.isFinite(value) ? { ok: true, value } : { ok: false, wanted: RATE };
}

/** `2%` as 0.02; may be a fraction, is never 0. */
export function parseShare(text: string): Parsed {
  const match = /^(\d{1,3}(?:\.\d{1,6})?)\s?%$/.exec(text.trim());
  const value = Number(match?.[1] ?? NaN) / 100;
  return value > 0 ? { ok: true, value } : { ok: false, wanted: SHARE };
}
