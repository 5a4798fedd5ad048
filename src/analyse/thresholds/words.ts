/** Values of thresholds in words, with as many digits as it takes to see on which side of the limit they lie. */
import type { Threshold, Unit } from './threshold.ts';

interface Scale {
  readonly size: number;
  readonly name: string;
}

/** From small to large. */
const SCALES: Readonly<Record<Unit, readonly Scale[]>> = {
  requests_per_s: [{ size: 1, name: ' requests/s' }],
  ns: [
    { size: 1, name: ' ns' },
    { size: 1e3, name: ' µs' },
    { size: 1e6, name: ' ms' },
    { size: 1e9, name: ' s' },
  ],
  requests: [{ size: 1, name: '' }],
  share: [{ size: 0.01, name: ' %' }],
  us: [{ size: 1, name: ' µs' }],
  bytes: [
    { size: 1, name: ' B' },
    { size: 2 ** 10, name: ' KiB' },
    { size: 2 ** 20, name: ' MiB' },
    { size: 2 ** 30, name: ' GiB' },
  ],
};

const DIGITS = 3;
const MOST_DECIMALS = 12;

/** Rounded, but never on to the limit or beyond it. */
export function valueWords(
  value: number,
  { unit, limit }: Pick<Threshold, 'unit' | 'limit'>,
): string {
  const { size, name } = scaleOf(value, unit);
  const shown = value / size;
  let decimals = shown === 0 ? 0 : Math.max(0, DIGITS - 1 - Math.floor(Math.log10(shown)));
  const side = (decimal: number): number =>
    Math.sign(Number(shown.toFixed(decimal)) * size - limit);
  while (decimals < MOST_DECIMALS && side(decimals) !== Math.sign(value - limit)) decimals += 1;
  return `${shown.toLocaleString('en-US', { maximumFractionDigits: Math.min(decimals, MOST_DECIMALS) })}${name}`;
}

export function rangeWords(
  low: number,
  high: number,
  threshold: Pick<Threshold, 'unit' | 'limit'>,
): string {
  return `${valueWords(low, threshold)} to ${valueWords(high, threshold)}`;
}

function scaleOf(value: number, unit: Unit): Scale {
  const scales = SCALES[unit];
  return scales.findLast(({ size }) => value >= size) ?? scales[0] ?? { size: 1, name: '' };
}
