/** Numbers for people: three significant digits and a unit. */

/** Stands where there is no value. */
export const ABSENT = '-';

interface Unit {
  readonly size: number;
  readonly name: string;
}

/** From small to large. */
const COUNT_UNITS: readonly Unit[] = [
  { size: 1, name: '' },
  { size: 1e3, name: 'k' },
  { size: 1e6, name: 'M' },
  { size: 1e9, name: 'G' },
];
const TIME_UNITS: readonly Unit[] = [
  { size: 1, name: ' ns' },
  { size: 1e3, name: ' µs' },
  { size: 1e6, name: ' ms' },
  { size: 1e9, name: ' s' },
];
const BYTE_UNITS: readonly Unit[] = [
  { size: 1, name: ' B' },
  { size: 1e3, name: ' kB' },
  { size: 1e6, name: ' MB' },
  { size: 1e9, name: ' GB' },
];

/** `456`, `12.3k`, `1.23M`. */
export function formatCount(value: number | null): string {
  return inUnits(value, COUNT_UNITS);
}

/** Things that come whole: `7`, `112`, `12.3k`. */
export function formatWhole(value: number | null): string {
  const isShort = isKnown(value) && Math.round(value) < 1000;
  return isShort ? String(Math.round(value)) : formatCount(value);
}

/** `456 ns`, `12.3 µs`, `1.23 ms`, `4.56 s`. */
export function formatNs(value_ns: number | null): string {
  return inUnits(value_ns, TIME_UNITS);
}

/** Decimal units: `24.1 MB`. */
export function formatBytes(bytes: number | null): string {
  return inUnits(bytes, BYTE_UNITS);
}

/** A share of 1 as `98.3 %`. */
export function formatPercent(share: number | null): string {
  return isKnown(share) ? `${threeDigits(share * 100)} %` : ABSENT;
}

/** `1.42`. */
export function formatRatio(ratio: number | null): string {
  return isKnown(ratio) ? threeDigits(ratio) : ABSENT;
}

/** Smallest and largest, `59.8k–62.0k`. */
export function formatRange(low: number | null, high: number | null): string {
  return isKnown(low) && isKnown(high) ? `${formatCount(low)}–${formatCount(high)}` : ABSENT;
}

function inUnits(value: number | null, units: readonly Unit[]): string {
  if (!isKnown(value)) return ABSENT;
  // Rounded before the unit is chosen: 999,600 is 1.00M, not 1000k.
  const rounded = Number(value.toPrecision(3));
  const unit = units.findLast(({ size }) => Math.abs(rounded) >= size) ?? units[0];
  return unit === undefined ? ABSENT : `${threeDigits(rounded / unit.size)}${unit.name}`;
}

function threeDigits(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return rounded.toFixed(Math.min(decimals, 6));
}

function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
