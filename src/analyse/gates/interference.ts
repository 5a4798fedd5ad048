/** Interference: the host stalled a window, or others used its CPUs. It looks at CPU time alone. */
import type { BrokenGate } from '../../measure/context.ts';

/** Null: not known. */
export interface CpuTimes {
  readonly connections: number;
  readonly open_loop: boolean;
  /** Shares of their CPUs that client and server used, added. */
  readonly busy_sum: number | null;
  /** CPUs kept busy by others, on average and in the busiest second; pairbench itself left out. */
  readonly foreign_cpus: number | null;
  readonly foreign_cpus_peak: number | null;
  /** CPUs taken by the hypervisor, and kept back by a quota. */
  readonly steal_cpus: number | null;
  readonly throttled_cpus: number | null;
}

/** With fewer connections a side may well wait for the other one. */
const MIN_CONNECTIONS = 8;

/** Share of the cell's usual busy sum below which it was stalled. */
const STALLED_BELOW = 0.85;

/**
 * CPUs. A quiet machine has 0.02 to 0.03 of its own; the times of tasks are counted in steps of 10 ms each, so
 * that a second is known less well than a window.
 */
const MOST_FOREIGN = 0.05;
const MOST_FOREIGN_IN_A_SECOND = 0.08;
const MOST_STEAL = 0.02;
const MOST_THROTTLED = 0.01;

function cpus(value: number): string {
  return `${value.toFixed(2)} of a CPU`;
}

/** At a given rate the sides are less busy on a faster machine, too. */
function mustBeBusy({ connections, open_loop }: CpuTimes): boolean {
  return connections >= MIN_CONNECTIONS && !open_loop;
}

/** `usual_busy_sum`: median of the cell's own windows; null: too few. */
function reason(times: CpuTimes, usual_busy_sum: number | null): string | null {
  const { busy_sum, foreign_cpus, foreign_cpus_peak, steal_cpus, throttled_cpus } = times;
  if (foreign_cpus !== null && foreign_cpus > MOST_FOREIGN)
    return `others kept ${cpus(foreign_cpus)} busy`;
  if (foreign_cpus_peak !== null && foreign_cpus_peak > MOST_FOREIGN_IN_A_SECOND)
    return `others kept ${cpus(foreign_cpus_peak)} busy in one second`;
  if (steal_cpus !== null && steal_cpus > MOST_STEAL)
    return `the hypervisor took ${cpus(steal_cpus)}`;
  if (throttled_cpus !== null && throttled_cpus > MOST_THROTTLED)
    return `a quota kept back ${cpus(throttled_cpus)}`;
  if (busy_sum === null || usual_busy_sum === null || !mustBeBusy(times)) return null;
  return busy_sum < usual_busy_sum * STALLED_BELOW
    ? `both sides together were ${((1 - busy_sum / usual_busy_sum) * 100).toFixed(0)} % less busy than usual`
    : null;
}

/** Null: undisturbed. */
export function interference(times: CpuTimes, usual_busy_sum: number | null): BrokenGate | null {
  const why = reason(times, usual_busy_sum);
  return why === null ? null : { gate: 'interference', why };
}
