/** How long a run will take, without builds and without windows that are measured again; pure. */
import type { Block, Pass, Plan, Settings } from './facts.ts';
import { settingsOfPass } from './pass-settings.ts';

/** Time beside the windows: for each start of a server, for each run of a client. */
export interface Overhead {
  readonly block_ms: number;
  readonly cell_ms: number;
}

export interface EstimatedRange {
  readonly low_ms: number;
  readonly high_ms: number;
}

type Planned = Pick<Plan, 'settings' | 'control' | 'latency' | 'sweep'>;

/** A guess for windows given by a number of requests, which only the measurement can tell. */
const ASSUMED_RPS = 10_000;

/** Fewer rounds cannot reach a precision, see analyse/precision. */
export const MIN_ROUNDS_FOR_PRECISION = 5;

/** Servers start faster or slower than the assumed time. */
const SPREAD = 0.1;

function windowMs({ warmup_ms, duration_ms, requests }: Settings): number {
  return warmup_ms + (duration_ms ?? ((requests ?? 0) / ASSUMED_RPS) * 1000);
}

/** Of one window of a pass, with what its client costs beside it. */
export function expectedCellMs(pass: Pass, plan: Planned, { cell_ms }: Overhead): number {
  // The rate plays no part in the time.
  return cell_ms + windowMs(settingsOfPass(pass, plan, null));
}

export function expectedMs(blocks: readonly Block[], plan: Planned, overhead: Overhead): number {
  const each = blocks.map(
    ({ pass, clients }) =>
      overhead.block_ms + clients.length * expectedCellMs(pass, plan, overhead),
  );
  return Math.round(each.reduce((sum, one) => sum + one, 0));
}

/** Between the fewest rounds that may be enough and all of them. The first round is measured in any case. */
export function expectedRange(
  blocks: readonly Block[],
  plan: Planned & Pick<Plan, 'stop'>,
  overhead: Overhead,
): EstimatedRange {
  const { throughput_precision, p99_precision, max_time_ms } = plan.stop;
  const early = throughput_precision !== null || p99_precision !== null;
  const fewest = early ? blocks.filter(({ round }) => round <= MIN_ROUNDS_FOR_PRECISION) : blocks;
  const first = blocks.filter(({ round }) => round === 1);
  const limit = Math.max(max_time_ms ?? Infinity, expectedMs(first, plan, overhead));
  return {
    low_ms: Math.round(Math.min(limit, expectedMs(fewest, plan, overhead)) * (1 - SPREAD)),
    high_ms: Math.round(Math.min(limit, expectedMs(blocks, plan, overhead) * (1 + SPREAD))),
  };
}
