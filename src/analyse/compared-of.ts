/** The judged pairs of a run in the form that comparisons are made of. */
import type { RunStarted } from '../journal/entries.ts';
import type { Plan } from '../plan/facts.ts';
import type {
  Compared,
  ComparedCell,
  ComparedLatency,
  LatencyCompared,
  ReferenceWindow,
} from './comparison/compared.ts';
import { sharedCpus } from './comparison/shared-cpus.ts';
import type { JudgedPair } from './judge.ts';
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
    rounds: selection.comparable.map(({ round, rps, client_cpu_us, server_cpu_us }) => ({
      round,
      rps,
      client_cpu_us,
      server_cpu_us,
    })),
    counted_rounds: readings.length,
    disturbed: selection.disturbed_rounds.length > 0,
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
    rounds: selection.comparable.map(({ round, p50_ns, p99_ns }) => ({ round, p50_ns, p99_ns })),
  };
}

function latencyCompared({ at_rate, at_rate_absent }: JudgedPasses): LatencyCompared {
  return at_rate === null
    ? { absent: at_rate_absent }
    : { rate_per_s: at_rate.rate_per_s, cells: at_rate.pairs.map(comparedLatency) };
}

/** The reference windows before the servers' turns alone are no ceilings. */
function hasCeilings({ chosen, ceilings }: JudgedPasses, { reference }: Plan): boolean {
  return [...chosen, ...ceilings].some(
    ({ server, client }) => server === reference?.server || client === reference?.client,
  );
}

export function comparedOf(passes: JudgedPasses, started: RunStarted): Compared {
  const { plan } = started;
  return {
    cells: passes.chosen.map(comparedCell),
    ceilings: passes.ceilings.map(comparedCell),
    reference: hasCeilings(passes, plan) ? plan.reference : null,
    rate_per_s: plan.settings.rate_per_s,
    shared_cpus: sharedCpus(started),
    latency: latencyCompared(passes),
  };
}

/** The machine's own A/A series. */
export function referenceWindows(passes: JudgedPasses, plan: Plan): ReferenceWindow[] {
  const toReference = (
    series: ReferenceWindow['series'],
    window: WindowFigures,
    left_out: boolean,
  ): ReferenceWindow => ({
    series,
    rps: window.rps,
    cpu_us_per_request: costUs(window),
    left_out,
  });
  const pair = [...passes.chosen, ...passes.ceilings].find(
    ({ server, client }) => server === plan.reference?.server && client === plan.reference.client,
  );
  const used = new Set(pair?.selection.used);
  return [
    ...passes.controls.map((window) => toReference('control', window, false)),
    ...(pair?.selection.judged ?? []).map(({ window }) =>
      toReference('cell', window, !used.has(window)),
    ),
  ];
}
