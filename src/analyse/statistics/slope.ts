/**
 * The slope of a series with its interval: least squares, where neighbours resemble each other. Their number is
 * taken as the smaller n (1 - r) / (1 + r), in the error as in the degrees of freedom, r being the correlation of
 * neighbouring residuals: Santer et al., J. Geophys. Res. 105 (2000) 7337-7356, "AdjSE + AdjDF". About a line
 * r comes out too small by some (2 + 4r) / n, which is put right first; without it intervals of short series
 * are too narrow (their coverage is in the tests).
 */
import { mean } from 'simple-statistics';
import { criticalT } from './student-t.ts';

export interface Slope {
  readonly slope: number;
  /** Of the slope, as a standard deviation. */
  readonly error: number;
  readonly df: number;
}

export interface SlopeInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** However alike, they count as three: two that the line takes, and one to tell its error from. */
const FEWEST_INDEPENDENT = 3;
/** Of a random walk it is 1, of which no error could be told. */
const MOST_ALIKE = 0.999;

/** Points in the order of x, about as far from each other, five at least. */
export function slopeOf(points: readonly Point[]): Slope {
  const center = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
  const spread = sum(points.map(({ x }) => (x - center.x) ** 2));
  const slope = sum(points.map(({ x, y }) => (x - center.x) * (y - center.y))) / spread;
  const residuals = points.map(({ x, y }) => y - center.y - slope * (x - center.x));
  const squares = sum(residuals.map((one) => one ** 2));
  const df = independent(residuals, squares) - 2;
  return { slope, error: Math.sqrt(squares / df / spread), df };
}

/** The mean of several slopes; its degrees of freedom by Welch and Satterthwaite. */
export function meanSlope(slopes: readonly Slope[]): Slope {
  const variance = sum(slopes.map(({ error }) => error ** 2));
  const ofVariance = sum(slopes.map(({ error, df }) => error ** 4 / df));
  return {
    slope: mean(slopes.map(({ slope }) => slope)),
    error: Math.sqrt(variance) / slopes.length,
    df: ofVariance === 0 ? Infinity : variance ** 2 / ofVariance,
  };
}

export function slopeInterval({ slope, error, df }: Slope, level: number): SlopeInterval {
  const half = error === 0 ? 0 : criticalT(level, df) * error;
  return { estimate: slope, low: slope - half, high: slope + half };
}

/** How many residuals that know nothing of each other would tell as much. */
function independent(residuals: readonly number[], squares: number): number {
  const count = residuals.length;
  if (squares === 0) return count;
  const products = residuals.slice(1).map((one, index) => one * (residuals[index] ?? 0));
  const seen = sum(products) / squares;
  const alike = Math.min(Math.max((count * seen + 2) / (count - 4), 0), MOST_ALIKE);
  return Math.max(FEWEST_INDEPENDENT, (count * (1 - alike)) / (1 + alike));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
