/** The noise of the machine: how much the windows of one and the same pair, the reference, differ. */
import { dearWindows } from '../gates/slow-state.ts';
import type { NoiseFloor } from '../result-comparison.ts';
import type { ReferenceWindow } from './compared.ts';

const SERIES: readonly ReferenceWindow['series'][] = ['control', 'cell'];

export function noiseFloorOf(windows: readonly ReferenceWindow[]): NoiseFloor {
  const marked = markSlow(windows);
  const kept = marked.filter(({ isSlow, left_out }) => !isSlow && !left_out);
  const reasons: string[] = [];
  const value = (cv: Cv): number | null => {
    if (typeof cv === 'number') return cv;
    if (!reasons.includes(cv.absent)) reasons.push(cv.absent);
    return null;
  };
  const figures = {
    throughput_cv: value(spreadOf(kept, ({ rps }) => rps, 'windows of the reference pair')),
    throughput_cv_all: value(spreadOf(marked, ({ rps }) => rps, 'windows of the reference pair')),
    cpu_us_per_request_cv: value(
      spreadOf(
        kept,
        ({ cpu_us_per_request }) => cpu_us_per_request,
        'windows of the reference pair with a known CPU time',
      ),
    ),
  };
  return {
    windows: windows.length,
    ...figures,
    slow_windows: marked.filter(({ isSlow }) => isSlow).length,
    absent: reasons.length === 0 ? null : reasons.join('; '),
  };
}

type MarkedWindow = ReferenceWindow & { readonly isSlow: boolean };

/** A short window has a cost of its own, so each series is held against its own cheapest one. */
function markSlow(windows: readonly ReferenceWindow[]): MarkedWindow[] {
  return SERIES.flatMap((series) => {
    const ofSeries = windows.filter((one) => one.series === series);
    const known = ofSeries.flatMap((one) =>
      one.cpu_us_per_request === null ? [] : [{ one, cost_us: one.cpu_us_per_request }],
    );
    const dear = dearWindows(known.map(({ cost_us }) => cost_us));
    const slow = new Set(known.flatMap(({ one }, index) => (dear[index] === true ? one : [])));
    return ofSeries.map((one) => ({ ...one, isSlow: slow.has(one) }));
  });
}

type Cv = number | { readonly absent: string };

/** Coefficient of variation from the spread of the logarithms about the mean of their own series. */
function spreadOf(
  windows: readonly MarkedWindow[],
  valueOf: (window: MarkedWindow) => number | null,
  what: string,
): Cv {
  const logs = SERIES.map((series) =>
    windows.flatMap((one) => {
      const value = one.series === series ? valueOf(one) : null;
      return value === null || value <= 0 ? [] : [Math.log(value)];
    }),
  );
  const df = logs.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  if (df === 0) return { absent: `there are no two comparable ${what}` };
  const squares = logs.reduce((sum, ofSeries) => sum + squaresOf(ofSeries), 0);
  return Math.sqrt(Math.expm1(squares / df));
}

/** About the mean. */
function squaresOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
