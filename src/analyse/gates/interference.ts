/** Interference: the host stalled a window, or others used its CPUs. It looks at CPU time alone. */
import { median } from 'simple-statistics';

/** With fewer connections a side may well wait for the other one. */
const MIN_CONNECTIONS = 8;
const MIN_WINDOWS = 3;
/** Share of the cell's median below which both sides waited for something outside of them. */
const STALLED_BELOW = 0.85;

/** CPUs, 1 being one of them all the time; the same limit for each kind. */
const LIMIT_CPUS = 0.06;
/** Of /proc/stat, which counts in ticks of 10 ms on each CPU, at both ends. */
const CLOCK_ERROR_S = 0.2;

/**
 * For each window of one cell: the CPU use of client and server together is more than 15 % under the
 * cell's own median. Null: it is not known.
 */
export function stalledWindows(
  busy_cpus: readonly (number | null)[],
  connections: number,
): boolean[] {
  const known = busy_cpus.filter((busy) => busy !== null);
  if (connections < MIN_CONNECTIONS || known.length < MIN_WINDOWS)
    return busy_cpus.map(() => false);
  const limit = STALLED_BELOW * median(known);
  return busy_cpus.map((busy) => busy !== null && busy < limit);
}

/** What was taken of the CPUs during a window or a part of one; null: not known. */
export interface TakenCpus {
  readonly elapsed_s: number;
  /** By processes that belong neither to a side nor to pairbench. */
  readonly foreign_cpus: number | null;
  readonly steal_cpus: number | null;
  readonly throttled_cpus: number | null;
}

export type Taker = 'foreign_cpu' | 'steal' | 'throttling';

/** Who took more than the limit, and more than the clock of /proc/stat may err; null: nobody. */
export function takerOf(taken: TakenCpus): Taker | null {
  const byClock = LIMIT_CPUS + CLOCK_ERROR_S / taken.elapsed_s;
  if ((taken.foreign_cpus ?? 0) > byClock) return 'foreign_cpu';
  if ((taken.steal_cpus ?? 0) > byClock) return 'steal';
  return (taken.throttled_cpus ?? 0) > LIMIT_CPUS ? 'throttling' : null;
}
