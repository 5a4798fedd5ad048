/** Ratios and rates in the words of a sentence: no more digits than the interval is worth, three at most. */

interface KnownInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** `1.9 (1.7-2.1)`. */
export function ratioWords({ estimate, low, high }: KnownInterval): string {
  const [middle = '', from = '', to = ''] = [estimate, low, high].map((value) =>
    value.toFixed(decimals(low, high)),
  );
  return `${middle} (${from}-${to})`;
}

/** `2000 requests/s`. */
export function rateWords(rate_per_s: number): string {
  const rate = rate_per_s < 100 ? Number(rate_per_s.toPrecision(3)) : Math.round(rate_per_s);
  return `${rate} requests/s`;
}

/** As many as half the width of the interval is worth; more only where 1 would look like a part of it. */
function decimals(low: number, high: number): number {
  const wanted = Math.max(0, Math.ceil(-Math.log10((high - low) / 2)));
  let digits = Math.min(wanted, Math.max(0, 2 - Math.floor(Math.log10(high))));
  while ((low > 1 && isOne(low, digits)) || (high < 1 && isOne(high, digits))) digits += 1;
  return digits;
}

function isOne(value: number, digits: number): boolean {
  return Number(value.toFixed(digits)) === 1;
}
