/** Ratios and rates in the words of a sentence: no more digits than the interval is worth, three at most. */
import type { Interval } from '../result-comparison.ts';

/** `1.9 (1.7-2.1)`. */
export function ratioWords({ estimate, low, high }: Interval): string {
  if (estimate === null) return 'an unknown number of';
  if (low === null || high === null) return estimate.toFixed(decimalsFor(estimate, 1));
  const shown = [estimate, low, high].map((value) => value.toFixed(decimals(low, high)));
  return `${shown[0] ?? ''} (${shown[1] ?? ''}-${shown[2] ?? ''})`;
}

/** `2000 requests/s`. */
export function rateWords(rate_per_s: number): string {
  const rate = rate_per_s < 100 ? Number(rate_per_s.toPrecision(3)) : Math.round(rate_per_s);
  return `${rate} requests/s`;
}

/** As many as the width of the interval is worth; more only where 1 would look like a part of it. */
function decimals(low: number, high: number): number {
  const wanted = Math.max(0, Math.ceil(-Math.log10(high - low)));
  let digits = Math.min(wanted, decimalsFor(high, 3));
  while ((low > 1 && isOne(low, digits)) || (high < 1 && isOne(high, digits))) digits += 1;
  return digits;
}

function isOne(value: number, digits: number): boolean {
  return Number(value.toFixed(digits)) === 1;
}

/** Decimals that show this many significant digits. */
function decimalsFor(value: number, digits: number): number {
  return Math.max(0, digits - 1 - Math.floor(Math.log10(value)));
}
