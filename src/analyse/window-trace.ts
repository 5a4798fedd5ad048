/** One window as lines over time: throughput with its warm-up, memory and open files; few points each. */
import type { MeasuredWindow, UsageSample } from '../measure/facts.ts';

/** Throughput of a stretch that ends at `end_s`. */
interface RatePoint {
  readonly end_s: number;
  readonly rps: number;
}

/** Null: could not be read. */
interface UsagePoint {
  readonly at_s: number;
  readonly client_rss_bytes: number | null;
  readonly server_rss_bytes: number | null;
  readonly client_fds: number | null;
  readonly server_fds: number | null;
}

export interface WindowTrace {
  /** Of the whole window. */
  readonly rps: number;
  readonly window_s: number;
  /** Each from the beginning of its phase. */
  readonly warmup: readonly RatePoint[];
  readonly window: readonly RatePoint[];
  readonly usage: readonly UsagePoint[];
}

type Interval = MeasuredWindow['client_run']['intervals'][number];

interface MostPoints {
  readonly warmup: number;
  readonly window: number;
  readonly usage: number;
}

const MOST_POINTS: MostPoints = { warmup: 6, window: 20, usage: 6 };
/** Of windows from `LONG_S` on there are few in a run, and each has a course of its own. */
const MOST_POINTS_OF_LONG: MostPoints = { warmup: 6, window: 60, usage: 30 };
const LONG_S = 30;

export function windowTrace({ client_run, usage }: MeasuredWindow): WindowTrace {
  const { intervals, result } = client_run;
  const window_s = seconds(result.window_ns);
  const rps = rounded(result.requests.window / (result.window_ns / 1e9));
  const points = window_s >= LONG_S ? MOST_POINTS_OF_LONG : MOST_POINTS;
  const phase = (name: Interval['phase'], most: number): RatePoint[] =>
    ratePoints(
      intervals.filter((one) => one.phase === name),
      most,
    );
  const window = phase('window', points.window);
  return {
    rps,
    window_s,
    warmup: phase('warmup', points.warmup),
    // A client may print no intervals; then the whole window is all that is known.
    window: window.length === 0 ? [{ end_s: window_s, rps }] : window,
    usage: usagePoints(usage.client.samples, usage.server.samples, points.usage),
  };
}

/** Neighbours are put together, so that no request is lost. */
function ratePoints(intervals: readonly Interval[], most: number): RatePoint[] {
  const points: RatePoint[] = [];
  let begin_ns = 0;
  for (const group of groups(intervals, most)) {
    const end_ns = group.at(-1)?.elapsed_ns ?? begin_ns;
    const completed = group.reduce((sum, one) => sum + one.completed, 0);
    if (end_ns > begin_ns)
      points.push({
        end_s: seconds(end_ns),
        rps: rounded((completed * 1e9) / (end_ns - begin_ns)),
      });
    begin_ns = end_ns;
  }
  return points;
}

/**
 * The most of each group, since that is what memory and open files are limited by. At the end of a window the
 * client may be closing already: that sample belongs to the stretch before it.
 */
function usagePoints(
  client: readonly UsageSample[],
  server: readonly UsageSample[],
  most_points: number,
): UsagePoint[] {
  const both = client.flatMap((own, index): Sampled[] => {
    const other = server[index];
    return other === undefined ? [] : [{ client: own, server: other }];
  });
  const [last] = both.slice(1).slice(-1);
  const stretches = groups(last === undefined ? both : both.slice(0, -1), most_points);
  const points = stretches.map((own, index): UsagePoint => {
    const isLast = index === stretches.length - 1;
    return pointOf(isLast && last !== undefined ? [...own, last] : own);
  });
  const end = points.at(-1);
  return last === undefined || end === undefined
    ? points
    : [...points, { ...end, at_s: seconds(last.client.elapsed_ns) }];
}

interface Sampled {
  readonly client: UsageSample;
  readonly server: UsageSample;
}

function pointOf(group: readonly Sampled[]): UsagePoint {
  return {
    at_s: seconds(group[0]?.client.elapsed_ns ?? 0),
    client_rss_bytes: most(group.map((one) => one.client.rss_bytes)),
    server_rss_bytes: most(group.map((one) => one.server.rss_bytes)),
    client_fds: most(group.map((one) => one.client.fds)),
    server_fds: most(group.map((one) => one.server.fds)),
  };
}

/** Of the same size, but for the last. */
function groups<T>(items: readonly T[], most_groups: number): (readonly T[])[] {
  const size = Math.max(1, Math.ceil(items.length / most_groups));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function seconds(ns: number): number {
  return Math.round(ns / 1e6) / 1e3;
}

/** More digits tell nothing and cost space. */
function rounded(rps: number): number {
  return Number(rps.toPrecision(5));
}
