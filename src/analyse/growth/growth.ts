/** Whether memory, open files and sockets grow within windows that are long enough to tell. */
import { mean, median } from 'simple-statistics';
import { absent, type Fact, NOT_MEASURED } from '../figure.ts';
import type { Reading } from '../reading.ts';
import { meanSlope, type Point, slopeInterval, slopeOf } from '../statistics/slope.ts';
import type { Grower, Growth, GrowthPerMin, Resource } from './schema.ts';

/** Shorter ones are warm-up in all but name. */
const SHORTEST_NS = 30e9;
/** Of the window; services fill their caches and heaps first. */
const SETTLING = 0.25;
const FEWEST_POINTS = 20;
/** Samples of a longer series are put together: the slope is as well known, and a peak among them weighs less. */
const MOST_POINTS = 60;
const LEVEL = 0.95;
const NS_PER_MIN = 60e9;

/** Growth over a window that is no more than this share of the level is none, where it is not sure. */
const TOLERANCE = 0.1;
/**
 * The slope of the latter half must be this share of the whole's: a heap that fills ever slower comes to an end,
 * a leak does not.
 */
const GOES_ON = 0.5;
/**
 * Changes over a window that mean nothing. Memory: the kernel keeps back counts of up to 32 pages for each CPU
 * (lib/percpu_counter.c); so much on two of them.
 */
const RESOLUTION: Readonly<Record<Resource, number>> = {
  rss_bytes: 2 * 32 * 4096,
  fds: 1,
  sockets: 1,
};

const GROWERS: Readonly<Record<Grower, string>> = {
  server: 'the server',
  client: 'the client',
  tool: 'pairbench',
};
const RESOURCES: Readonly<Record<Resource, string>> = {
  rss_bytes: 'the memory',
  fds: 'the open files',
  sockets: 'the sockets',
};

/** Null: no window is long enough. */
export function growthPerMin(readings: readonly Reading[], fact: Fact): GrowthPerMin | null {
  const long = readings.filter(({ window }) => window.usage.server.elapsed_ns >= SHORTEST_NS);
  if (long.length === 0) {
    const reason =
      readings.length === 0 ? NOT_MEASURED : 'windows of less than 30 s do not tell it';
    fact('growth_per_min', absent(reason));
    return null;
  }
  const of = (resource: Resource): GrowthPerMin[Resource] => {
    const one = (who: Grower): Growth | null => {
      const growth = growthOf(long, who, resource);
      if (growth === null)
        fact(
          `growth_per_min.${resource}.${who}`,
          absent(`${RESOURCES[resource]} of ${GROWERS[who]} over time could not be read`),
        );
      return growth;
    };
    return { server: one('server'), client: one('client'), tool: one('tool') };
  };
  return { rss_bytes: of('rss_bytes'), fds: of('fds'), sockets: of('sockets') };
}

/** A part of the window, the first being left out. */
interface Series {
  /** x in minutes. */
  readonly points: readonly Point[];
  readonly minutes: number;
}

function growthOf(readings: readonly Reading[], who: Grower, resource: Resource): Growth | null {
  const series = readings.flatMap((reading) => seriesOf(reading, who, resource) ?? []);
  if (series.length === 0) return null;
  const slope = meanSlope(series.map(({ points }) => slopeOf(points)));
  const interval = slopeInterval(slope, LEVEL);
  const level = median(series.flatMap(({ points }) => points.map(({ y }) => y)));
  const minutes = mean(series.map((one) => one.minutes));
  const resolution = RESOLUTION[resource];
  const isLevel = series.every(({ points }) => rangeOf(points) <= resolution);
  const verdict = isLevel ? 'stable' : verdictOf(interval, minutes, level, resolution);
  const isOver = (verdict === 'grows' || verdict === 'shrinks') && !goesOn(series, slope.slope);
  return { ...interval, verdict: isOver ? 'unclear' : verdict };
}

function goesOn(series: readonly Series[], slope: number): boolean {
  const latter = series.map(({ points }) => slopeOf(points.slice(Math.floor(points.length / 2))));
  return meanSlope(latter).slope / slope >= GOES_ON;
}

/** What a single connection does that is closed and opened again tells nothing. */
function rangeOf(points: readonly Point[]): number {
  const values = points.map(({ y }) => y);
  return Math.max(...values) - Math.min(...values);
}

/** Null: it was known too seldom. */
function seriesOf({ window }: Reading, who: Grower, resource: Resource): Series | null {
  const samples = who === 'tool' ? window.tool.samples : window.usage[who].samples;
  const end_ns = samples.at(-1)?.elapsed_ns ?? 0;
  const points = samples
    // At the end of the window the client may be closing already.
    .slice(0, -1)
    .filter(({ elapsed_ns }) => elapsed_ns >= SETTLING * end_ns)
    .flatMap(({ elapsed_ns, [resource]: value }) =>
      value === null ? [] : [{ x: elapsed_ns / NS_PER_MIN, y: value }],
    );
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < FEWEST_POINTS) return null;
  return { points: together(points, first.x, last.x), minutes: last.x - first.x };
}

/** Means of what lies in each of equal parts of the time. */
function together(points: readonly Point[], from: number, to: number): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  const parts = new Map<number, Point[]>();
  for (const point of points) {
    const part = Math.min(
      MOST_POINTS - 1,
      Math.floor(((point.x - from) / (to - from)) * MOST_POINTS),
    );
    parts.set(part, [...(parts.get(part) ?? []), point]);
  }
  return [...parts.values()].map((part) => ({
    x: mean(part.map(({ x }) => x)),
    y: mean(part.map(({ y }) => y)),
  }));
}

/** `minutes`: what the slope was made of. */
function verdictOf(
  { estimate, low, high }: Omit<Growth, 'verdict'>,
  minutes: number,
  level: number,
  resolution: number,
): Growth['verdict'] {
  const isSure = low > 0 || high < 0;
  if (isSure && Math.abs(estimate) * minutes >= resolution)
    return estimate > 0 ? 'grows' : 'shrinks';
  const most = Math.max(Math.abs(low), Math.abs(high)) * minutes;
  return most <= Math.max(resolution, TOLERANCE * level) ? 'stable' : 'unclear';
}
