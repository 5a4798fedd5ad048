/** Numbers for people: three significant digits and a unit. */
import type { Interval } from '../analyse/result-comparison.ts';

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
const NO_UNIT: Unit = { size: 1, name: '' };
const RATIO_UNITS: readonly Unit[] = [NO_UNIT];
/** Of shares and ratios close to nothing. */
const MAX_DECIMALS = 6;
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

/** Smallest and largest, or both ends of an interval: `59.8-62.0k`. */
export function formatRange(low: number | null, high: number | null): string {
  if (!isKnown(low) || !isKnown(high)) return ABSENT;
  const scale = scaleOf((low + high) / 2, COUNT_UNITS);
  return `${inScale(low, scale)}-${inScale(high, scale)}${scale.unit.name}`;
}

/** With its interval, `61.0k (59.8-62.0k)`; without brackets where there is none. */
export function formatCountEstimate(interval: Interval): string {
  return withInterval(interval, COUNT_UNITS, ({ unit }) => unit.name);
}

/** The unit is told once: `1.20 ms (1.15-1.25)`. */
export function formatNsEstimate(interval_ns: Interval): string {
  return withInterval(interval_ns, TIME_UNITS, () => '');
}

/** `1.20 MB a minute (1.15-1.25)`. */
export function formatBytesPerMinEstimate(interval: Interval): string {
  return withInterval(interval, perMinute(BYTE_UNITS), () => '');
}

/** `30.1 a minute (29.0-31.2)`. */
export function formatCountPerMinEstimate(interval: Interval): string {
  return withInterval(interval, perMinute(COUNT_UNITS), () => '');
}

function perMinute(units: readonly Unit[]): readonly Unit[] {
  return units.map(({ size, name }) => ({ size, name: `${name} a minute` }));
}

/** `1.90 (1.70-2.10)`. */
export function formatRatioEstimate(interval: Interval): string {
  return withInterval(interval, RATIO_UNITS, () => '');
}

function withInterval(
  { estimate, low, high }: Interval,
  units: readonly Unit[],
  unitInBrackets: (scale: Scale) => string,
): string {
  if (!isKnown(estimate)) return ABSENT;
  const scale = scaleOf(estimate, units);
  const value = `${inScale(estimate, scale)}${scale.unit.name}`;
  if (!isKnown(low) || !isKnown(high)) return value;
  return `${value} (${inScale(low, scale)}-${inScale(high, scale)}${unitInBrackets(scale)})`;
}

/** What a value and the ends of its interval are written in, so that they can be compared at a glance. */
interface Scale {
  readonly unit: Unit;
  readonly decimals: number;
}

function scaleOf(value: number, units: readonly Unit[]): Scale {
  // Rounded before the unit is chosen: 999,600 is 1.00M, not 1000k.
  const rounded = Number(value.toPrecision(3));
  const unit = units.findLast(({ size }) => Math.abs(rounded) >= size) ?? units[0] ?? NO_UNIT;
  return { unit, decimals: decimalsFor(3, rounded / unit.size) };
}

/** At most three digits, but at least one: an end far below the value is not written as 0.00. */
function inScale(value: number, { unit, decimals }: Scale): string {
  const rounded = Number((value / unit.size).toPrecision(3));
  const most = Math.min(decimals, decimalsFor(3, rounded));
  return rounded.toFixed(Math.max(most, decimalsFor(1, rounded)));
}

function decimalsFor(digits: number, value: number): number {
  if (value === 0) return 0;
  const wanted = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  return Math.min(Math.max(0, wanted), MAX_DECIMALS);
}

function inUnits(value: number | null, units: readonly Unit[]): string {
  if (!isKnown(value)) return ABSENT;
  const scale = scaleOf(value, units);
  return `${inScale(value, scale)}${scale.unit.name}`;
}

function threeDigits(value: number): string {
  return inScale(value, scaleOf(value, RATIO_UNITS));
}

function isKnown(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
