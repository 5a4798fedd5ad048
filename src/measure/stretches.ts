/** Rates of the counters that were sampled in windows: over whole windows, and second by second. */

/** Shorter stretches say little: the machine's CPU time goes in steps of 10 ms. */
export const SHORTEST_NS = 500_000_000;

interface Sample {
  readonly elapsed_ns: number;
}

export interface Stretch<T> {
  readonly from: T;
  readonly to: T;
}

/** Null: not known. */
export type Counter<T> = (sample: T) => number | null;

/** From sample to sample, about a second each. A short rest at the end belongs to the stretch before it. */
export function stretchesOf<T extends Sample>(samples: readonly T[]): Stretch<T>[] {
  const [first, ...later] = samples;
  const last = later.at(-1);
  if (first === undefined || last === undefined) return [];
  const borders = [first];
  for (const sample of later) {
    const before = borders.at(-1) ?? first;
    if (sample.elapsed_ns - before.elapsed_ns >= SHORTEST_NS) borders.push(sample);
  }
  // The last border is the end of the window, be it that little was left behind the one before.
  const ends = [...borders.slice(1, -1), last];
  return ends.map((to, index) => ({ from: borders[index] ?? first, to }));
}

/** Null: not known, or over no time. */
export function ratePerS<T extends Sample>(
  { from, to }: Stretch<T>,
  counter: Counter<T>,
): number | null {
  const [before, after] = [counter(from), counter(to)];
  if (before === null || after === null || to.elapsed_ns <= from.elapsed_ns) return null;
  return ((after - before) * 1e9) / (to.elapsed_ns - from.elapsed_ns);
}

/** A client that ends right after its window may be gone before its last sample is complete. */
function untilKnown<T extends Sample>(samples: readonly T[], counter: Counter<T>): readonly T[] {
  return samples.slice(0, samples.findLastIndex((sample) => counter(sample) !== null) + 1);
}

/** One for each window, up to where the counter is known. */
export function windowRates<T extends Sample>(
  windows: readonly (readonly T[])[],
  counter: Counter<T>,
): number[] {
  return windows.flatMap((window) => {
    const samples = untilKnown(window, counter);
    const [from, to] = [samples[0], samples.at(-1)];
    if (from === undefined || to === undefined || from === to) return [];
    return ratePerS({ from, to }, counter) ?? [];
  });
}

/** One for each stretch, of all windows, over which the counter is known. */
export function stretchRates<T extends Sample>(
  windows: readonly (readonly T[])[],
  counter: Counter<T>,
): number[] {
  return windows
    .flatMap((window) => stretchesOf(untilKnown(window, counter)))
    .flatMap((stretch) => ratePerS(stretch, counter) ?? []);
}

/** In which the counter rises fastest; null: it is known over no stretch. */
export function busiestStretch<T extends Sample>(
  window: readonly T[],
  counter: Counter<T>,
): Stretch<T> | null {
  let busiest: { readonly stretch: Stretch<T>; readonly rate: number } | null = null;
  for (const stretch of stretchesOf(untilKnown(window, counter))) {
    const rate = ratePerS(stretch, counter);
    if (rate !== null && (busiest === null || rate > busiest.rate)) busiest = { stretch, rate };
  }
  return busiest?.stretch ?? null;
}
