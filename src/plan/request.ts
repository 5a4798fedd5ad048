/** What the user asked for, with profile and defaults filled in: the input of the plan. */
import { UserError } from '../host/user-error.ts';
import { MOST_ROUNDS } from './facts.ts';
import type { LoadPoint } from './facts.ts';
import { PROFILES } from './profiles.ts';
import type { ProfileName } from './profiles.ts';

/** Workers or threads; `auto`: one for each core of their side. */
export type Count = number | 'auto';

/** As given by flags, environment and file; undefined: not given. */
export interface GivenLoad {
  readonly profile?: ProfileName | undefined;
  readonly connections?: number | undefined;
  readonly threads?: Count | undefined;
  readonly workers?: Count | undefined;
  readonly warmup_ms?: number | undefined;
  readonly duration_ms?: number | undefined;
  readonly requests?: number | undefined;
  readonly rate_per_s?: number | undefined;
  readonly payload_bytes?: number | undefined;
  readonly timeout_ms?: number | undefined;
  readonly keep_alive?: boolean | undefined;
  readonly rounds?: number | undefined;
  readonly seed?: number | undefined;
  readonly pin?: string | undefined;
  /** Reference row and column. */
  readonly ceilings?: boolean | undefined;
  /** The second pass, at one equal rate. */
  readonly latency?: boolean | undefined;
  readonly latency_rate_per_s?: number | undefined;
  /** Half-width of a ratio's interval, as 0.02. */
  readonly precision?: number | undefined;
  readonly max_time_ms?: number | undefined;
  /** The loads of a sweep. */
  readonly sweep?: readonly LoadPoint[] | undefined;
}

export interface RunRequest {
  readonly profile: ProfileName;
  readonly connections: number;
  /** Null: one for each CPU of the side, which is two for a core with SMT. */
  readonly threads: Count | null;
  readonly workers: Count | null;
  readonly warmup_ms: number;
  readonly duration_ms: number | null;
  readonly requests: number | null;
  readonly rate_per_s: number | null;
  readonly payload_bytes: number;
  readonly timeout_ms: number;
  readonly keep_alive: boolean;
  readonly rounds: number;
  readonly seed: number;
  readonly pin: string;
  readonly ceilings: boolean;
  readonly latency: boolean;
  /** Null: half of the throughput of the slowest pair. */
  readonly latency_rate_per_s: number | null;
  readonly throughput_precision: number | null;
  readonly p99_precision: number | null;
  readonly max_time_ms: number | null;
  /** Empty: nothing is swept. */
  readonly sweep: readonly LoadPoint[];
}

const DEFAULT_PROFILE: ProfileName = 'quick';
const DEFAULT_PAYLOAD_BYTES = 200;
const DEFAULT_TIMEOUT_MS = 30_000;

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Limits of the numbers of a request, by flag. The connections' upper limit depends on the machine. */
const RANGES: Partial<Record<keyof GivenLoad, Range>> = {
  connections: { min: 1, max: 1_000_000 },
  threads: { min: 1, max: 1024 },
  workers: { min: 1, max: 1024 },
  warmup_ms: { min: 0, max: 3_600_000 },
  duration_ms: { min: 1, max: 86_400_000 },
  requests: { min: 1, max: 1_000_000_000 },
  rate_per_s: { min: 0.001, max: 100_000_000 },
  payload_bytes: { min: 100, max: 65_536 },
  timeout_ms: { min: 1, max: 3_600_000 },
  rounds: { min: 1, max: MOST_ROUNDS },
  seed: { min: 0, max: 0x7fffffff },
  latency_rate_per_s: { min: 0.001, max: 100_000_000 },
  precision: { min: 0.001, max: 1 },
  max_time_ms: { min: 1, max: 604_800_000 },
};

/** P99 varies more: the profile rigorous asks for the same proportion. */
const P99_PER_THROUGHPUT_PRECISION = 2.5;

/** With a precision to reach, the rounds are as many as it takes, up to those of the profile rigorous. */
const ROUNDS_FOR_PRECISION = PROFILES.rigorous.rounds;

/** As it is written on the command line. */
function shown(key: string, value: number): string {
  if (key === 'precision') return `${Number((value * 100).toPrecision(6))} %`;
  return key.endsWith('_ms') ? `${value} ms` : `${value}`;
}

function refuseOutOfRange(given: GivenLoad): void {
  for (const [key, range] of Object.entries(RANGES)) {
    const value = given[key as keyof GivenLoad];
    if (typeof value === 'number' && (value < range.min || value > range.max)) {
      const flag = `--${key.replace(/_(ms|per_s)$/, '').replaceAll('_', '-')}`;
      throw new UserError(
        `${flag}: ${shown(key, value)} is outside ${shown(key, range.min)} to ${shown(key, range.max)}`,
        'choose a value in this range',
      );
    }
  }
}

/** Fills in profile and defaults. `freshSeed` is used when none is given. */
export function completeRequest(given: GivenLoad, freshSeed: number): RunRequest {
  refuseOutOfRange(given);
  if (given.duration_ms !== undefined && given.requests !== undefined)
    throw new UserError('--duration and --requests exclude each other', 'give one of them');
  const name = given.profile ?? DEFAULT_PROFILE;
  const profile = PROFILES[name];
  if (given.rate_per_s !== undefined && given.latency_rate_per_s !== undefined)
    throw new UserError(
      '--rate and --latency-rate exclude each other',
      '--rate measures everything at one rate, --latency-rate only the second pass',
    );
  if (given.latency === false && given.latency_rate_per_s !== undefined)
    throw new UserError('--no-latency and --latency-rate exclude each other', 'give one of them');
  const lengthGiven = given.duration_ms !== undefined || given.requests !== undefined;
  return {
    profile: name,
    connections: given.connections ?? profile.connections,
    threads: given.threads ?? null,
    workers: given.workers ?? null,
    warmup_ms: given.warmup_ms ?? profile.warmup_ms,
    duration_ms: lengthGiven ? (given.duration_ms ?? null) : profile.duration_ms,
    requests: lengthGiven ? (given.requests ?? null) : profile.requests,
    rate_per_s: given.rate_per_s ?? null,
    payload_bytes: given.payload_bytes ?? DEFAULT_PAYLOAD_BYTES,
    timeout_ms: given.timeout_ms ?? DEFAULT_TIMEOUT_MS,
    keep_alive: given.keep_alive ?? true,
    rounds: given.rounds ?? (given.precision === undefined ? profile.rounds : ROUNDS_FOR_PRECISION),
    seed: given.seed ?? freshSeed,
    pin: given.pin ?? 'auto',
    ceilings: given.ceilings ?? true,
    // At a rate that was asked for, the first pass has equal load already.
    latency: (given.latency ?? true) && given.rate_per_s === undefined,
    latency_rate_per_s: given.latency_rate_per_s ?? null,
    throughput_precision: given.precision ?? profile.throughput_precision,
    p99_precision:
      given.precision === undefined
        ? profile.p99_precision
        : given.precision * P99_PER_THROUGHPUT_PRECISION,
    max_time_ms: given.max_time_ms ?? null,
    sweep: [],
  };
}

/**
 * The request of a sweep: each point has windows of one length, nothing is measured beside the points, and all
 * rounds are measured. `connections` is the largest of the points', or that of all of them in an open loop.
 */
export function completeSweep(
  given: GivenLoad,
  points: readonly LoadPoint[],
  freshSeed: number,
): RunRequest {
  const swept = points.flatMap((point) => ('connections' in point ? [point.connections] : []));
  for (const point of points) if (!('share' in point)) refuseOutOfRange(point);
  const request = completeRequest(
    swept.length === 0 ? given : { ...given, connections: Math.max(...swept) },
    freshSeed,
  );
  if (request.duration_ms === null)
    throw new UserError(
      'sweep measures windows of one length, not of a number of requests',
      'give --duration, without --requests and --profile guide',
    );
  return {
    ...request,
    ceilings: false,
    latency: false,
    throughput_precision: null,
    p99_precision: null,
    sweep: points,
  };
}
