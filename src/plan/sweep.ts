/** What `sweep` measures: each pair at several loads, the points of its curve; pure. */
import { UserError } from '../host/user-error.ts';
import type { LoadPoint, Pass, Plan, PointPass } from './facts.ts';
import { parseCount, parseRatePerS, parseShare } from './units.ts';
import type { Parsed } from './units.ts';

/** As given on the command line, in a variable or a file; undefined: not given. */
export interface SweepText {
  readonly connections: string | undefined;
  readonly rate: string | undefined;
}

export interface SweptLoad {
  /** In ascending order; two at least. */
  readonly points: readonly LoadPoint[];
  /** Of an open loop; undefined: that of the profile, or told by the points. */
  readonly connections: number | undefined;
}

const DEFAULT_CONNECTIONS = '1,8,32,100,200';
/** Of a range of rates that does not say how many. */
const POINTS_OF_RANGE = 8;
const MOST_POINTS = 100;
const POINT_PASS = 'point-';

/** The pass in which a point is measured; points are counted from 1. */
export function pointPass(index: number): PointPass {
  return `${POINT_PASS}${index + 1}`;
}

export function isPointPass(pass: Pass): pass is PointPass {
  return pass.startsWith(POINT_PASS);
}

/** In the order of the points; empty: nothing is swept. */
export function pointPasses({ sweep }: Pick<Plan, 'sweep'>): PointPass[] {
  return (sweep?.points ?? []).map((_, index) => pointPass(index));
}

export function pointOf(pass: PointPass, { sweep }: Pick<Plan, 'sweep'>): LoadPoint {
  const point = sweep?.points[Number(pass.slice(POINT_PASS.length)) - 1];
  if (point === undefined) throw new Error(`the plan has no ${pass}`);
  return point;
}

/** The rate of a pair at a point; null: in a closed loop, or its maximum is not known. */
export function rateAt(point: LoadPoint, maximum_rps: number | null): number | null {
  if ('rate_per_s' in point) return point.rate_per_s;
  if (!('share' in point) || maximum_rps === null) return null;
  // Three digits are enough of a rate, and clients read them all alike.
  return Number((point.share * maximum_rps).toPrecision(3));
}

/** Of a share, in percent with two digits at most. */
function percentText(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}

/** As the command line has it. */
function pointText(point: LoadPoint): string {
  if ('connections' in point) return `${point.connections}`;
  return 'share' in point ? percentText(point.share) : `${point.rate_per_s}`;
}

/** For people: `C=8`, `2000/s`, `50%`. */
export function pointLabel(point: LoadPoint): string {
  if ('connections' in point) return `C=${point.connections}`;
  return 'share' in point ? percentText(point.share) : `${point.rate_per_s}/s`;
}

/** Begins what is said of a window: `latency, `, `C=8, `; nothing for one at the load that was asked for. */
export function passPrefix(pass: Pass, plan: Pick<Plan, 'sweep'> | null): string {
  if (isPointPass(pass)) return `${plan === null ? pass : pointLabel(pointOf(pass, plan))}, `;
  return { throughput: '', latency: 'latency, ', control: 'reference, ' }[pass];
}

/** The options that mean these points, for a run that goes on. */
export function sweepOptions({ sweep, settings }: Pick<Plan, 'sweep' | 'settings'>): {
  readonly connections: string;
  readonly rate: string | undefined;
} {
  const text = (sweep?.points ?? []).map(pointText).join(',');
  const isConnections = sweep?.points.some((point) => 'connections' in point) === true;
  return isConnections
    ? { connections: text, rate: undefined }
    : { connections: String(settings.connections), rate: text };
}

/** Whether the pairs' maxima must be known first. */
export function needsMaximum({ sweep }: Pick<Plan, 'sweep'>): boolean {
  return sweep?.points.some((point) => 'share' in point) === true;
}

function valueOf(option: string, text: string, parse: (text: string) => Parsed): number {
  const parsed = parse(text.trim());
  if (!parsed.ok) throw new UserError(`--${option}: "${text}" is not ${parsed.wanted}`, EXAMPLE);
  return parsed.value;
}

const EXAMPLE = 'for example sweep --connections 1,8,32,100,200, or sweep --rate 10%..95%';

/** Ascending. Throws a UserError for loads that are there twice, or are too few or too many. */
function distinct(option: string, values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const twice = sorted.find((value, index) => value === sorted[index + 1]);
  if (twice !== undefined)
    throw new UserError(
      `--${option}: ${option === 'rate' ? 'a load' : twice} is there twice`,
      'name each load once',
    );
  if (sorted.length < 2)
    throw new UserError(`--${option}: one load makes no curve, sweep needs two at least`, EXAMPLE);
  if (sorted.length > MOST_POINTS)
    throw new UserError(
      `--${option}: ${sorted.length} loads are too many, sweep takes ${MOST_POINTS}`,
      EXAMPLE,
    );
  return sorted;
}

function connectionPoints(text: string): LoadPoint[] {
  const values = text.split(',').map((one) => {
    const value = valueOf('connections', one, parseCount);
    if (value < 1)
      throw new UserError(`--connections: ${value} connections are none`, 'give 1 or more');
    return value;
  });
  return distinct('connections', values).map((connections) => ({ connections }));
}

function isShare(text: string): boolean {
  return text.trim().endsWith('%');
}

/** `A..B` or `A..B/N`: N values, evenly spaced, the ends among them. */
function rangeValues(text: string, parse: (text: string) => Parsed): number[] {
  const [from = '', to = '', ...more] = text.replace(/\/\d+$/, '').split('..');
  if (more.length > 0)
    throw new UserError(`--rate: "${text}" has more than two ends`, 'write FROM..TO');
  const [low, high] = [valueOf('rate', from, parse), valueOf('rate', to, parse)];
  if (low >= high)
    throw new UserError(`--rate: the range "${text}" does not rise`, 'write the smaller end first');
  const count = Number(/\/(\d+)$/.exec(text)?.[1] ?? POINTS_OF_RANGE);
  if (count < 2 || count > MOST_POINTS)
    throw new UserError(
      `--rate: the range "${text}" has ${count} of its loads`,
      `ask for 2 to ${MOST_POINTS}`,
    );
  return Array.from({ length: count }, (_, at) => low + ((high - low) * at) / (count - 1));
}

function ratePoints(text: string): LoadPoint[] {
  const words = text.split(',');
  const shares = words.flatMap((word) => word.replace(/\/\d+$/, '').split('..')).map(isShare);
  if (shares.includes(true) && shares.includes(false))
    throw new UserError(
      `--rate: "${text}" mixes shares of the maximum with rates`,
      'give percentages, or rates, and not both',
    );
  const parse = shares.includes(true) ? parseShare : parseRatePerS;
  const values = words.flatMap((word) =>
    word.includes('..') ? rangeValues(word, parse) : [valueOf('rate', word, parse)],
  );
  if (parse === parseRatePerS)
    return distinct(
      'rate',
      values.map((value) => Number(value.toPrecision(6))),
    ).map((rate_per_s) => ({ rate_per_s }));
  const over = values.find((share) => share > 1);
  if (over !== undefined)
    throw new UserError(
      `--rate: ${percentText(over)} of what a pair can do at most cannot be kept`,
      'stay at 100% or below',
    );
  return distinct(
    'rate',
    // As it is written, so that a run that goes on has the very same.
    values.map((share) => Number((share * 100).toFixed(2)) / 100),
  ).map((share) => ({ share }));
}

/** Throws a UserError for what is no list or range of loads, or for two of them. */
export function readSweep({ connections, rate }: SweepText): SweptLoad {
  if (rate === undefined)
    return {
      points: connectionPoints(connections ?? DEFAULT_CONNECTIONS),
      connections: undefined,
    };
  if (connections?.includes(',') === true)
    throw new UserError(
      'sweep: --connections and --rate are both lists of loads',
      'give one list; beside --rate one number of connections is welcome',
    );
  return {
    points: ratePoints(rate),
    connections:
      connections === undefined ? undefined : valueOf('connections', connections, parseCount),
  };
}
