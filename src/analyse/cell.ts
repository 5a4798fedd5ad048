/** The result of one pair: its figures over all rounds, or the reasons why it has none. */
import type { Plan, Settings } from '../plan/facts.ts';
import { explainUnread } from './external.ts';
import { absent, Absences, type Fact, type Figure, NOT_MEASURED } from './figure.ts';
import { largestOf, medianOf } from './figure.ts';
import type { Outcomes } from './outcomes.ts';
import { allSuccessful, countFailures, mergeFailures, type Reading } from './reading.ts';
import type { Cell, RunResult } from './result.ts';
import { maxOf, meanOf, mergeSeries, percentileOf, type Series } from './series.ts';
import { cpuUsPerRequest, cpuUtilisation, type Side } from './usage.ts';
import { judge } from './verdict.ts';
import { watched } from './watched.ts';
import { toCheck, worstOfRounds } from './window-check.ts';

const CLOSED_LOOP = 'only in an open loop';

export function analyseCell(
  pair: Plan['pairs'][number],
  outcomes: Outcomes,
  plan: Plan,
  runStatus: RunResult['status'],
): Cell {
  const { settings } = plan;
  const { status, reasons, readings, checks } = judge(pair, outcomes, settings, runStatus);
  const server = plan.services.find(({ name }) => name === pair.server);
  const absences = new Absences(explainUnread(server?.external ?? null));
  /** Figures that could be compared with other cells' are given only if they can be believed. */
  const figure = (path: string, compute: () => Figure): number | null =>
    absences.valueOf(path, status === 'valid' ? compute() : absent(`the cell is ${status}`));
  const fact: Fact = (path, value) => absences.valueOf(path, value);
  const bothSides = (of: (side: Side) => number | null): Cell['cpu_utilisation'] => ({
    client: of('client'),
    server: of('server'),
  });
  const worst = worstOfRounds(checks);
  for (const { name, excess, reason } of worst)
    if (excess === null) fact(`checks.${name}`, absent(reason));

  return {
    ...pair,
    status,
    reasons,
    rounds_planned: settings.rounds,
    rounds_measured: readings.length,
    throughput_rps: throughput(readings, figure),
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
    repeats: outcomes.repeatsOf(pair.server, pair.client),
    connections_opened: fact(
      'connections_opened',
      largestOf(
        readings.map(({ window }) => window.client_run.result.connections_opened),
        NOT_MEASURED,
      ),
    ),
    absent: absences.reasons,
    checks: worst.map(toCheck),
  };
}

type GatedFigure = (path: string, compute: () => Figure) => number | null;

function throughput(readings: readonly Reading[], figure: GatedFigure): Cell['throughput_rps'] {
  const rates = readings.map(({ rps }) => rps);
  const range = (ofRounds: (...values: number[]) => number) => (): Figure =>
    rates.length < 2 ? absent('one round has no range') : { value: ofRounds(...rates) };
  return {
    estimate: figure('throughput_rps.estimate', () => medianOf(rates, NOT_MEASURED)),
    low: figure('throughput_rps.low', range(Math.min)),
    high: figure('throughput_rps.high', range(Math.max)),
    rounds: readings.map(({ round, rps }) => ({ round, rps })),
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

/** Little's law in each round, since a slow round has its own mean. */
function concurrency(readings: readonly Reading[]): Figure {
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
