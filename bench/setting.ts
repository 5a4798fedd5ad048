/** Where the benchmarks measure: a pinned core a side, short windows, logs in a temporary folder. */
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuiltService } from '../src/build/built-service.ts';
import type { BuildFact } from '../src/build/facts.ts';
import { installPolicy } from '../src/build/packages.ts';
import { prepareServices } from '../src/build/prepare.ts';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { readTopology } from '../src/host/topology.ts';
import { EXIT, UserError } from '../src/host/user-error.ts';
import type { MeasureContext } from '../src/measure/context.ts';
import type { CellPlace, MeasuredWindow } from '../src/measure/facts.ts';
import { measureCell } from '../src/measure/measure-cell.ts';
import type { ReadyServer } from '../src/measure/ready-server.ts';
import { planPinning } from '../src/plan/cpu-sets.ts';
import { discoverServices } from '../src/plan/discover.ts';
import type { Settings } from '../src/plan/facts.ts';
import type { Service } from '../src/plan/manifest.ts';
import { openProcessRuntime } from '../src/runtime/process/process-runtime.ts';
import type { Runtime } from '../src/runtime/runtime.ts';

export const SETTINGS: Settings = {
  connections: 32,
  threads: 1,
  workers: 1,
  warmup_ms: 500,
  duration_ms: 2000,
  requests: null,
  rate_per_s: null,
  payload_bytes: 200,
  timeout_ms: 10_000,
  keep_alive: true,
  rounds: 5,
};

export const CACHE = path.join(PACKAGE_ROOT, '.pairbench');

/** What a bench says while services are built. */
export function sayBuild(fact: BuildFact): void {
  if (fact.type === 'build-finished' && !fact.cached)
    process.stderr.write(`build    ${fact.service}  ${fact.duration_ms} ms\n`);
  if (fact.type === 'build-failed' || fact.type === 'service-skipped')
    process.stderr.write(`FAILED   ${fact.service}: ${fact.reason}\n`);
}

/** Names of services; a server and a client may share one. */
export interface Names {
  readonly servers: readonly string[];
  readonly clients: readonly string[];
}

export interface BuiltServices {
  readonly servers: ReadonlyMap<string, BuiltService>;
  readonly clients: ReadonlyMap<string, BuiltService>;
}

export function servicesNamed({ servers, clients }: Names): Service[] {
  return discoverServices(path.join(PACKAGE_ROOT, 'services')).filter(({ kind, name }) =>
    (kind === 'server' ? servers : clients).includes(name),
  );
}

/** Throws a UserError when one of them is not among the built ones. */
export function byName(names: Names, built: readonly BuiltService[]): BuiltServices {
  const ofKind = (kind: Service['kind'], wanted: readonly string[]): Map<string, BuiltService> => {
    const some = built.filter(({ service }) => service.kind === kind);
    const found = new Map(some.map((one) => [one.service.name, one]));
    const lacking = wanted.filter((name) => !found.has(name));
    if (lacking.length > 0)
      throw new UserError(`not built: ${lacking.join(', ')}`, '', EXIT.notBuiltOrStarted);
    return found;
  };
  return { servers: ofKind('server', names.servers), clients: ofKind('client', names.clients) };
}

/** One that was asked for by `names`, so that it is there. */
export function builtNamed(
  services: ReadonlyMap<string, BuiltService>,
  name: string,
): BuiltService {
  const built = services.get(name);
  if (built === undefined) throw new Error(`${name} was not built`);
  return built;
}

/** The services as local processes. Throws a UserError when one of them cannot be built. */
export async function buildNamed(names: Names): Promise<BuiltServices> {
  const built = await prepareServices(servicesNamed(names), {
    cache: CACHE,
    policy: installPolicy(process.env),
    signal: new AbortController().signal,
    emit: sayBuild,
  });
  return byName(names, built);
}

/** One core a side; throws a UserError on a machine with a single core. */
export function benchContext(runtime: Runtime = openProcessRuntime()): MeasureContext {
  const [server, client] = readTopology();
  if (server === undefined || client === undefined)
    throw new UserError('the benchmark needs two CPUs', 'one for each side');
  return {
    runtime,
    settings: SETTINGS,
    pinning: planPinning(`${server.cpu}:${client.cpu}`, [server, client], null),
    logs: mkdtempSync(path.join(os.tmpdir(), 'pairbench-bench-')),
    gate: () => null,
    emit: () => undefined,
    signal: new AbortController().signal,
  };
}

/** One window of one pair. Throws a UserError when it fails. */
export async function windowOf(
  round: number,
  client: BuiltService,
  server: ReadyServer,
  context: MeasureContext,
): Promise<MeasuredWindow> {
  const place: CellPlace = {
    pass: 'throughput',
    round,
    server: server.name,
    client: client.service.name,
  };
  const fact = await measureCell(place, client, server, context);
  if (fact.type !== 'cell-measured')
    throw new UserError(`${place.server} x ${place.client}: ${JSON.stringify(fact)}`);
  return fact.window;
}

/** Successful requests per second. */
export function throughputOf({ client_run }: MeasuredWindow): number {
  const { requests, window_ns } = client_run.result;
  return (requests.window / window_ns) * 1e9;
}

/** In another order each round, so that none is always behind the same one. */
export function rotated<T>(items: readonly T[], round: number): readonly T[] {
  const first = round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/** CPU time of the client for each successful request, in us. */
export function clientUsPerRequest({ client_run, usage }: MeasuredWindow): number {
  return (usage.client.cpu_ns ?? NaN) / 1000 / client_run.result.requests.window;
}
