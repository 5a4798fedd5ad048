/** The result of one pair: its figures over all rounds, or the reasons why it has none. */
import type { Plan, Settings } from '../plan/facts.ts';
import type { Limit } from './comparison/bottleneck.ts';
import { explainUnread } from './external.ts';
import { absent, Absences, type Fact, type Figure, NOT_MEASURED } from './figure.ts';
import { largestOf, medianOf } from './figure.ts';
import type { JudgedPair, PassScope } from './judge.ts';
import type { Outcomes } from './outcomes.ts';
import { allSuccessful, countFailures, mergeFailures, type Reading } from './reading.ts';
import type { Cell } from './result.ts';
import { maxOf, meanOf, mergeSeries, percentileOf, type Series } from './series.ts';
import type { Throughputs } from './throughputs.ts';
import { cpuUsPerRequest, cpuUtilisation, type Side } from './usage.ts';
import { watched } from './watched.ts';
import { toCheck } from './window-check.ts';

const CLOSED_LOOP = 'only in an open loop';

/** What a cell takes from the run as a whole. */
export interface CellContext {
  readonly plan: Plan;
  readonly outcomes: Outcomes;
  readonly scope: PassScope;
  readonly throughputs: Throughputs;
  readonly limit: Limit;
}

export function analyseCell(judged: JudgedPair, context: CellContext): Cell {
  const { plan, outcomes, scope, limit } = context;
  const { status, reasons, readings, checks, selection } = judged;
  const { settings } = scope;
  const server = plan.services.find(
    ({ kind, name }) => kind === 'server' && name === judged.server,
  );
  const absences = new Absences(explainUnread(server?.external ?? null));
  /** Figures that could be compared with other cells' are given only if they can be believed. */
  const figure = (path: string, compute: () => Figure): number | null =>
    absences.valueOf(path, status === 'valid' ? compute() : absent(`the cell is ${status}`));
  const fact: Fact = (path, value) => absences.valueOf(path, value);
  const bothSides = (of: (side: Side) => number | null): Cell['cpu_utilisation'] => ({
    client: of('client'),
    server: of('server'),
  });
  for (const { name, excess, reason } of checks)
    if (excess === null) fact(`checks.${name}`, absent(reason));
  for (const [path, reason] of Object.entries(limit.absent)) fact(path, absent(reason));

  return {
    server: judged.server,
    client: judged.client,
    status,
    reasons,
    rounds_planned: scope.rounds,
    rounds_measured: readings.length,
    disturbed: selection.disturbed_rounds.length > 0,
    bimodal: selection.bimodal,
    throughput_rps: throughput(judged, context, figure),
    ...latencies(readings, figure),
    ...openLoop(readings, settings, figure, fact),
    concurrency: figure('concurrency', () => concurrency(readings)),
    cpu_us_per_request: bothSides((side) =>
      figure(`cpu_us_per_request.${side}`, () => cpuUsPerRequest(readings, side)),
    ),
    cpu_utilisation: bothSides((side) =>
      fact(`cpu_utilisation.${side}`, cpuUtilisation(readings, side)),
    ),
    ...watched(readings, fact),
    requests: requests(readings),
    bottleneck: limit.bottleneck,
    bound: limit.bound,
    gated: gated(judged, context, figure),
    repeats: outcomes.repeatsOf(scope.pass, judged),
    connections_opened: fact(
      'connections_opened',
      largestOf(
        readings.flatMap(({ window }) => window.client_run.result.connections_opened ?? []),
        absentLatency(readings) ?? NOT_MEASURED,
      ),
    ),
    absent: absences.reasons,
    checks: checks.map(toCheck),
  };
}

type GatedFigure = (path: string, compute: () => Figure) => number | null;

function throughput(
  judged: JudgedPair,
  { throughputs }: CellContext,
  figure: GatedFigure,
): Cell['throughput_rps'] {
  const { readings } = judged;
  const rates = readings.map(({ rps }) => rps);
  const range = (ofRounds: (...values: number[]) => number) => (): Figure =>
    rates.length < 2 ? absent('one round has no range') : { value: ofRounds(...rates) };
  const { estimate, low, high } = throughputs.counted(judged);
  return {
    estimate: figure('throughput_rps.estimate', () => estimate),
    low: figure('throughput_rps.low', () => low),
    high: figure('throughput_rps.high', () => high),
    smallest: figure('throughput_rps.smallest', range(Math.min)),
    largest: figure('throughput_rps.largest', range(Math.max)),
    rounds: readings.map(({ round, rps }) => ({ round, rps })),
  };
}

/** Windows that a gate kept from counting, and what the figure would be with them. */
function gated(
  { selection, server, client }: JudgedPair,
  { throughputs }: CellContext,
  figure: GatedFigure,
): Cell['gated'] {
  const used = new Set(selection.used);
  const out = selection.judged.filter(({ window }) => !used.has(window));
  const by_gate: Record<string, number> = {};
  for (const { broken } of out) {
    const gate = broken?.gate ?? 'not_needed';
    by_gate[gate] = (by_gate[gate] ?? 0) + 1;
  }
  const { estimate, low, high } = throughputs.all({ server, client });
  return {
    windows_left_out: out.length,
    by_gate,
    throughput_rps_all: {
      estimate: figure('gated.throughput_rps_all.estimate', () => estimate),
      low: figure('gated.throughput_rps_all.low', () => low),
      high: figure('gated.throughput_rps_all.high', () => high),
    },
  };
}

function latencies(
  readings: readonly Reading[],
  figure: GatedFigure,
): Pick<Cell, 'rtt_ns' | 'server_latency_ns'> {
  const rtt = mergeSeries(readings.map((reading) => reading.rtt));
  const server = mergeSeries(readings.map((reading) => reading.server_latency));
  return {
    rtt_ns: {
      ...spread('rtt_ns', rtt, figure),
      p95: figure('rtt_ns.p95', () => percentileOf(rtt, 0.95)),
      p999: figure('rtt_ns.p999', () => percentileOf(rtt, 0.999)),
      max: figure('rtt_ns.max', () => maxOf(rtt)),
    },
    server_latency_ns: {
      ...spread('server_latency_ns', server, figure),
      negative: server.negative,
    },
  };
}

function spread(
  path: string,
  series: Series,
  figure: GatedFigure,
): { mean: number | null; p50: number | null; p99: number | null } {
  return {
    mean: figure(`${path}.mean`, () => meanOf(series)),
    p50: figure(`${path}.p50`, () => percentileOf(series, 0.5)),
    p99: figure(`${path}.p99`, () => percentileOf(series, 0.99)),
  };
}

function openLoop(
  readings: readonly Reading[],
  settings: Settings,
  figure: GatedFigure,
  fact: Fact,
): Pick<Cell, 'send_delay_ns' | 'unsent'> {
  if (settings.rate_per_s === null) {
    fact('send_delay_ns', absent(CLOSED_LOOP));
    return { send_delay_ns: null, unsent: fact('unsent', absent(CLOSED_LOOP)) };
  }
  const delays = readings.flatMap(({ send_delay }) => send_delay ?? []);
  const unsent = readings.flatMap(({ window }) => window.client_run.result.open_loop?.unsent ?? []);
  return {
    send_delay_ns: spread('send_delay_ns', mergeSeries(delays), figure),
    unsent: fact(
      'unsent',
      unsent.length === 0
        ? absent(NOT_MEASURED)
        : { value: unsent.reduce((sum, count) => sum + count, 0) },
    ),
  };
}

/** Null: the client is not load-only. */
function absentLatency(readings: readonly Reading[]): string | null {
  return readings.find(({ rtt }) => rtt.absent !== null)?.rtt.absent ?? null;
}

/** Little's law in each round, since a slow round has its own mean. */
function concurrency(readings: readonly Reading[]): Figure {
  const reason = absentLatency(readings);
  if (reason !== null) return absent(reason);
  return medianOf(
    readings.map(({ rps, rtt }) => (rps * Number(rtt.sum_ns)) / rtt.count / 1e9),
    NOT_MEASURED,
  );
}

function requests(readings: readonly Reading[]): Cell['requests'] {
  const byKind = mergeFailures(
    readings.flatMap((reading) => [reading.failures_in_window, reading.failures_outside]),
  );
  const inWindows = readings.reduce(
    (sum, { window }) => sum + window.client_run.result.requests.window,
    0,
  );
  const everywhere = readings.reduce((sum, reading) => sum + allSuccessful(reading), 0);
  return {
    ok: inWindows,
    ok_outside_windows: everywhere - inWindows,
    failed: countFailures(byKind),
    by_kind: byKind,
  };
}
