/** One measured window in a few numbers, for gates and rules that are applied while the run goes on. */
import type { CellPlace, MeasuredWindow } from '../../measure/facts.ts';
import type { Settings } from '../../plan/facts.ts';
import { countChecks } from '../count-checks.ts';
import { foreignBySecond } from '../foreign-seconds.ts';
import { latencyChecks } from '../latency-checks.ts';
import { readWindow } from '../reading.ts';
import type { Reading } from '../reading.ts';
import { percentileOf } from '../series.ts';
import { isBroken } from '../window-check.ts';
import type { WindowCheck } from '../window-check.ts';

/** Null: could not be measured. */
export interface WindowFigures extends CellPlace {
  /** Number of the window among all of the run: its place in time. */
  readonly order: number;
  /** Of these settings' length and load. */
  readonly connections: number;
  readonly open_loop: boolean;
  readonly window_ms: number;
  /** Between the samples that CPU use is known from. A load-only client says when it is over, not its window. */
  readonly watched_ms: number | null;
  readonly rps: number;
  readonly client_cpu_us: number | null;
  readonly server_cpu_us: number | null;
  /** Share of the CPUs that the side may use. */
  readonly client_busy: number | null;
  readonly server_busy: number | null;
  /** Kept busy by others than both sides and pairbench: on average, and in the busiest second. */
  readonly foreign_cpus: number | null;
  readonly foreign_cpus_peak: number | null;
  readonly steal_cpus: number | null;
  readonly throttled_cpus: number | null;
  readonly p50_ns: number | null;
  readonly p99_ns: number | null;
  /** Checks that it does not pass. */
  readonly broken: readonly { readonly name: string; readonly reason: string }[];
}

/** Shorter windows hold too few ticks of /proc/stat (10 ms) to tell what others did. */
const SHORTEST_FOR_FOREIGN_NS = 500_000_000;

/** In a longer one a second weighs so little that only what others did on average is held against it. */
const LONGEST_FOR_SECONDS_NS = 61_000_000_000;

function cpuUs(reading: Reading, side: 'client' | 'server'): number | null {
  const { cpu_ns } = reading.window.usage[side];
  const ok = reading.window.client_run.result.requests.window;
  return cpu_ns === null || cpu_ns === 0 || ok === 0 ? null : cpu_ns / 1000 / ok;
}

function busy({ window }: Reading, side: 'client' | 'server'): number | null {
  const { cpu_ns, elapsed_ns, cpus } = window.usage[side];
  return cpu_ns === null ? null : cpu_ns / (elapsed_ns * cpus);
}

function percentileNs(reading: Reading, q: number): number | null {
  const figure = percentileOf(reading.rtt, q);
  return 'value' in figure && figure.value > 0 ? figure.value : null;
}

/**
 * CPUs. Network work that the kernel does while a side idles is charged to no task: up to 0.18 for fast pairs on
 * a quiet machine. Where only idle time is known, so much is not blamed on others.
 */
const UNCHARGED_NETWORK_CPUS = 0.19;

/** What pairbench itself used is known, and is nobody's disturbance. */
function othersCpus(foreign_cpus: number, { tool, busy_by }: MeasuredWindow): number {
  const uncharged = busy_by === 'tasks' ? 0 : UNCHARGED_NETWORK_CPUS;
  return Math.max(0, foreign_cpus - tool.cpus - uncharged);
}

/** All checks that a window must pass for its figures to be believed. */
export function checksOf(reading: Reading, settings: Settings): WindowCheck[] {
  return [...countChecks(reading, settings), ...latencyChecks(reading, settings)];
}

export function figuresOfReading(
  place: CellPlace,
  order: number,
  reading: Reading,
  settings: Settings,
): WindowFigures {
  const { window } = reading;
  const seconds = foreignBySecond(reading);
  const length_ns = window.machine.at(-1)?.elapsed_ns ?? 0;
  const isLong = length_ns >= SHORTEST_FOR_FOREIGN_NS;
  const secondsCount = isLong && length_ns <= LONGEST_FOR_SECONDS_NS && seconds.length > 0;
  return {
    pass: place.pass,
    round: place.round,
    server: place.server,
    client: place.client,
    order,
    connections: settings.connections,
    open_loop: settings.rate_per_s !== null,
    window_ms: window.client_run.result.window_ns / 1e6,
    watched_ms: reading.rtt.absent === null ? window.usage.client.elapsed_ns / 1e6 : null,
    rps: reading.rps,
    client_cpu_us: cpuUs(reading, 'client'),
    server_cpu_us: cpuUs(reading, 'server'),
    client_busy: busy(reading, 'client'),
    server_busy: busy(reading, 'server'),
    foreign_cpus:
      isLong && window.foreign_cpus !== null ? othersCpus(window.foreign_cpus, window) : null,
    foreign_cpus_peak: secondsCount ? othersCpus(Math.max(...seconds), window) : null,
    steal_cpus: isLong ? window.steal_cpus : null,
    throttled_cpus: window.throttled_cpus,
    p50_ns: percentileNs(reading, 0.5),
    p99_ns: percentileNs(reading, 0.99),
    broken: checksOf(reading, settings)
      .filter(isBroken)
      .map(({ name, reason }) => ({ name, reason })),
  };
}

export function figuresOf(
  place: CellPlace,
  order: number,
  window: MeasuredWindow,
  settings: Settings,
): WindowFigures {
  return figuresOfReading(place, order, readWindow(place.round, place.client, window), settings);
}
