/** The judged pairs of a run in the form that comparisons are made of. */
import type { Plan } from '../plan/facts.ts';
import type {
  Compared,
  ComparedCell,
  ComparedLatency,
  LatencyCompared,
  ReferenceWindow,
} from './comparison/compared.ts';
import type { JudgedPair } from './judge.ts';
import { costly } from './gates/slow-state.ts';
import { costUs } from './selection/machine-state.ts';
import type { WindowFigures } from './selection/window-figures.ts';
import { meanOf, mergeSeries } from './series.ts';
import { cpuUtilisation } from './usage.ts';

export interface JudgedPasses {
  /** Pairs that were chosen, in the order of the plan. */
  readonly chosen: readonly JudgedPair[];
  readonly ceilings: readonly JudgedPair[];
  /** At one equal rate; null: there is no such pass. */
  readonly at_rate: { readonly rate_per_s: number; readonly pairs: readonly JudgedPair[] } | null;
  /** Why there is none. */
  readonly at_rate_absent: string;
  readonly controls: readonly WindowFigures[];
}

function comparedCell({
  server,
  client,
  status,
  reasons,
  readings,
  selection,
}: JudgedPair): ComparedCell {
  return {
    server,
    client,
    status,
    reasons,
    rounds: selection.used.map(({ round, rps, client_cpu_us, server_cpu_us }) => ({
      round,
      rps,
      client_cpu_us,
      server_cpu_us,
    })),
    all_windows: selection.judged.map(({ window: { round, rps } }) => ({ round, rps })),
    strain: {
      client_busy: cpuUtilisation(readings, 'client'),
      server_busy: cpuUtilisation(readings, 'server'),
      mean_rtt_ns: meanOf(mergeSeries(readings.map(({ rtt }) => rtt))),
      mean_server_latency_ns: meanOf(
        mergeSeries(readings.map(({ server_latency }) => server_latency)),
      ),
    },
  };
}

function comparedLatency({
  server,
  client,
  status,
  reasons,
  selection,
}: JudgedPair): ComparedLatency {
  return {
    server,
    client,
    status,
    reasons,
    rounds: selection.used.map(({ round, p50_ns, p99_ns }) => ({ round, p50_ns, p99_ns })),
  };
}

function latencyCompared({ at_rate, at_rate_absent }: JudgedPasses): LatencyCompared {
  return at_rate === null
    ? { absent: at_rate_absent }
    : { rate_per_s: at_rate.rate_per_s, cells: at_rate.pairs.map(comparedLatency) };
}

export function comparedOf(passes: JudgedPasses, plan: Plan): Compared {
  return {
    cells: passes.chosen.map(comparedCell),
    ceilings: passes.ceilings.map(comparedCell),
    // The reference windows alone are no ceilings.
    reference: passes.ceilings.length === 0 ? null : plan.reference,
    rate_per_s: plan.settings.rate_per_s,
    latency: latencyCompared(passes),
  };
}

/** The machine's own A/A series; what costs over 5 % more than the cheapest was the slow state. */
export function referenceWindows(passes: JudgedPasses, plan: Plan): ReferenceWindow[] {
  const slow = costly(passes.controls.map((control) => costUs(control) ?? Infinity));
  const controls = passes.controls.map((control, index): ReferenceWindow => ({
    series: 'control',
    rps: control.rps,
    cpu_us_per_request: costUs(control),
    left_out: slow[index] === true,
  }));
  const pair = [...passes.chosen, ...passes.ceilings].find(
    ({ server, client }) => server === plan.reference?.server && client === plan.reference.client,
  );
  const used = new Set(pair?.selection.used);
  const ofCell = (pair?.selection.judged ?? []).map(({ window }): ReferenceWindow => ({
    series: 'cell',
    rps: window.rps,
    cpu_us_per_request: costUs(window),
    left_out: !used.has(window),
  }));
  return [...controls, ...ofCell];
}
