/** Where an axis has its marks: few enough to be read on a narrow screen. */

const MOST = 6;
const FEWEST = 2;

/** Of a logarithmic axis: 1, 2, 5, 10, ...; of a short one even steps, of a long one powers of ten. */
export function logTicks(low: number, high: number, most = MOST): number[] {
  const decades = Array.from(
    { length: Math.floor(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, index) => 10 ** (Math.floor(Math.log10(low)) + index),
  );
  const within = (ticks: readonly number[]): number[] =>
    ticks.filter((tick) => tick >= low && tick <= high);
  const fine = within(decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]));
  if (fine.length < FEWEST) return linearTicks(low, high, most - 1);
  if (fine.length <= most) return fine;
  const coarse = within(decades);
  const step = Math.ceil(coarse.length / most);
  return coarse.filter((_, index) => index % step === 0);
}

/** In steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, most = MOST): number[] {
  const rough = (high - low) / most;
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** `10.0k` is `10k` where nothing is measured. */
export function tickText(text: string): string {
  return text.replace(/\.(\d*?)0+(?=\D|$)/, (_, kept: string) => (kept === '' ? '' : `.${kept}`));
}

/** The least and the most of what is shown, with some room on both sides; null: there is nothing. */
export function logDomain(
  values: readonly number[],
  room = 1.08,
): readonly [number, number] | null {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  if (known.length === 0) return null;
  const low = known.reduce((least, value) => Math.min(least, value));
  const high = known.reduce((greatest, value) => Math.max(greatest, value));
  return [low / room, high * room];
}
