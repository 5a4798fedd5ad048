/** A run with ceilings, equal-rate latencies and rankings, made from what a request costs each service. */
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import type { Effects, LatencyAtRate } from '../../src/analyse/result-comparison.ts';
import { around, cellOf, NO_INTERVAL, resultOf, service, type Service } from './cell-fixture.ts';
import { rankingsOf } from './ranking-fixture.ts';

/** CPU us per request; servers and clients of the default set, and the reference of each side. */
const COSTS_US: Readonly<Record<string, number>> = {
  'go-gin': 19,
  'python-fastapi': 116,
  'rust-actix': 9,
  'cpp-cpr': 18.3,
  'python-aiohttp': 57,
  'rust-reqwest': 13,
};
const REFERENCE_COST_US = { server: 6.8, client: 7.8 };
const OTHER_COST_US = 25;

export const SERVERS: readonly Service[] = [
  service('server', 'go-gin', 'Gin', 'go'),
  service('server', 'python-fastapi', 'FastAPI', 'python'),
  service('server', 'rust-actix', 'Actix Web'),
];
export const CLIENTS: readonly Service[] = [
  service('client', 'cpp-cpr', 'cpr', 'cpp'),
  service('client', 'python-aiohttp', 'aiohttp', 'python'),
  service('client', 'rust-reqwest', 'reqwest'),
];
const REFERENCE = { server: 'reference', client: 'reference' } as const;

interface Options {
  readonly servers?: readonly Service[];
  readonly clients?: readonly Service[];
  /** What went wrong with the chosen pairs, before anything is compared. */
  readonly fault?: (cell: Cell) => Cell;
  /** Pairs that did not reach the equal rate, as `SERVER:CLIENT`. */
  readonly tooSlow?: readonly string[];
}

type Side = 'server' | 'client';

/** Everything in order, but for one disturbed and one bimodal cell. */
export function comparison({
  servers = SERVERS,
  clients = CLIENTS,
  fault = (cell) => cell,
  tooSlow = [],
}: Options = {}): RunResult {
  const [serverNames, clientNames] = [servers, clients].map((all) => all.map(({ name }) => name));
  const chosen = pairsOf(serverNames, clientNames);
  const cells = chosen.map(measured).map(spoil).map(fault);
  const ceilings = pairsOf(
    [...(serverNames ?? []), REFERENCE.server],
    [...(clientNames ?? []), REFERENCE.client],
  )
    .filter(({ server, client }) => server === REFERENCE.server || client === REFERENCE.client)
    .map(measured);
  const slowest_rps = Math.min(...cells.map((cell) => cell.throughput_rps.estimate ?? 1e6));
  const latency = [...cells, ...ceilings]
    .map((cell) => latencyOf(cell, slowest_rps / 2))
    .map((one) => (tooSlow.includes(`${one.server}:${one.client}`) ? behind(one) : one));
  const references = [
    service('server', REFERENCE.server, 'reference server', 'cpp'),
    service('client', REFERENCE.client, 'reference client', 'cpp'),
  ];
  return resultOf([...servers, ...clients, ...references], {
    cells,
    ceilings,
    reference: REFERENCE,
    latency_at_rate: latency,
    rankings: rankingsOf(REFERENCE, cells, ceilings, latency),
    effects: effectsOf(cells),
    effects_absent: null,
    noise_floor: {
      windows: 18,
      throughput_cv: 0.0118,
      throughput_cv_all: 0.121,
      cpu_us_per_request_cv: 0.0086,
      slow_windows: 5,
      absent: null,
    },
    minimum_detectable_ratio: { throughput: 1.038, p99_at_rate: 1.124, absent: null },
    passes: [
      { pass: 'throughput', rounds: 3, reason: 'planned' },
      { pass: 'latency', rounds: 2, reason: 'max-time' },
    ],
  });
}

function pairsOf(servers: readonly string[] = [], clients: readonly string[] = []): Pair[] {
  return servers.flatMap((server) => clients.map((client) => ({ server, client })));
}

interface Pair {
  readonly server: string;
  readonly client: string;
}

function cost_us(side: Side, name: string): number {
  return name === REFERENCE[side] ? REFERENCE_COST_US[side] : (COSTS_US[name] ?? OTHER_COST_US);
}

/** Each side has one CPU; the dearer one is the limit. */
function measured({ server, client }: Pair): Cell {
  const costs = { server: cost_us('server', server), client: cost_us('client', client) };
  const most = Math.max(costs.server, costs.client);
  const server_busy = (0.992 * costs.server) / most;
  const client_busy = (0.992 * costs.client) / most;
  const verdict =
    Math.min(server_busy, client_busy) >= 0.95
      ? 'both'
      : server_busy > client_busy
        ? 'server'
        : 'client';
  const used = { client: percent(client_busy), server: percent(server_busy) };
  return cellOf(server, client, 1e6 / most, {
    cpu_us_per_request: costs,
    cpu_utilisation: { client: client_busy, server: server_busy },
    cpu_utilisation_peak: { client: client_busy, server: server_busy },
    bottleneck: {
      verdict,
      client_busy,
      server_busy,
      of_server_ceiling: Math.max(costs.server, REFERENCE_COST_US.client) / most,
      of_client_ceiling: Math.max(costs.client, REFERENCE_COST_US.server) / most,
      sentence: sentenceOf(verdict, { server, client }, used),
    },
    bound: verdict === 'client' ? 'server' : verdict === 'server' ? 'client' : null,
  });
}

function percent(share: number): string {
  return `${Math.floor(100 * share)} %`;
}

function sentenceOf(
  verdict: 'server' | 'client' | 'both',
  names: Pair,
  used: Readonly<Record<Side, string>>,
): string {
  if (verdict === 'both')
    return `Both sides used all of their CPUs (client ${used.client}, server ${used.server}).`;
  const other = verdict === 'server' ? 'client' : 'server';
  return (
    `${names[verdict]} was the limit: it used ${used[verdict]} of its CPU, ` +
    `${names[other]} ${used[other]}; ${names[other]} can do more.`
  );
}

/** What the machine and a program of two speeds do to a cell. */
function spoil(cell: Cell, index: number): Cell {
  const rps = cell.throughput_rps.estimate ?? 0;
  if (index === 4) return { ...cell, bimodal: true };
  if (index !== 1) return cell;
  return {
    ...cell,
    disturbed: true,
    gated: {
      windows_left_out: 3,
      by_gate: { 'slow state': 2, interference: 1 },
      throughput_rps_all: around(rps * 0.93, 0.061),
    },
    repeats: [
      { round: 1, gate: 'slow state', why: 'it was so' },
      { round: 1, gate: 'slow state', why: 'it was so' },
      { round: 2, gate: 'interference', why: 'it was so' },
    ],
  };
}

function latencyOf({ server, client, status }: Cell, rate_per_s: number): LatencyAtRate {
  const p50 = 4500 * (cost_us('server', server) + cost_us('client', client)) ** 0.8;
  const percentiles = (factor: number): LatencyAtRate['rtt_ns'] => ({
    mean: 1.1 * factor * p50,
    p50: Math.round(factor * p50),
    p95: Math.round(2 * factor * p50),
    p99: Math.round(3 * factor * p50),
    p999: Math.round(5 * factor * p50),
    max: Math.round(9 * factor * p50),
  });
  const isValid = status === 'valid';
  return {
    server,
    client,
    status: isValid ? 'valid' : 'skipped',
    reasons: isValid ? [] : [`it was ${status} in the throughput pass`],
    rate_per_s,
    achieved_per_s: rate_per_s,
    rounds_measured: 2,
    unsent: 0,
    rtt_ns: percentiles(1),
    send_delay_ns: percentiles(0.12),
    p50_ns: isValid ? around(p50, 0.017) : NO_INTERVAL,
    p99_ns: isValid ? around(3 * p50, 0.062) : NO_INTERVAL,
    disturbed: false,
    repeats: [],
    absent: {},
  };
}

function behind(one: LatencyAtRate): LatencyAtRate {
  const reasons = ['96.1 % of the rate was reached, 99 % is needed'];
  return { ...one, status: 'invalid', reasons, p50_ns: NO_INTERVAL, p99_ns: NO_INTERVAL };
}

function effectsOf(cells: readonly Cell[]): Effects {
  const unbound = cells.filter(({ bound }) => bound === null);
  const names = (side: Side): string[] => [...new Set(cells.map((cell) => cell[side]))];
  const effect = (name: string, index: number): Effects['servers'][number] => ({
    name,
    ratio: around(1.5 - 0.4 * index, 0.03),
  });
  return {
    servers: names('server').map(effect),
    clients: names('client').map(effect),
    interaction: unbound.map(({ server, client }) => ({
      server,
      client,
      ratio: around(1.04, 0.05),
    })),
    residual_cv: 0.0141,
    left_out: cells.filter(({ bound }) => bound !== null).map((c) => `${c.server}:${c.client}`),
  };
}
