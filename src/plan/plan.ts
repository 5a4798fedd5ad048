/** Makes the whole plan of a run from the request and the machine; pure. */
import type { LogicalCpu } from '../host/topology.ts';
import { UserError } from '../host/user-error.ts';
import { planBlocks } from './blocks.ts';
import { planPinning } from './cpu-sets.ts';
import { ceilingsOf, pairsAtRate, otherPasses } from './passes.ts';
import type { Reference } from './passes.ts';
import { externalFacts, isExternal } from './external-server.ts';
import type { AnyService } from './external-server.ts';
import { expectedMs, expectedRange } from './estimate.ts';
import type { Overhead } from './estimate.ts';
import type { NamedPair, Pinning, Plan, ServiceFacts, Settings, Variation } from './facts.ts';
import { factsOf, isLoadOnly } from './manifest.ts';
import type { Service } from './manifest.ts';
import { distinctServices } from './service-key.ts';
import type { RunRequest } from './request.ts';
import type { Pair } from './select.ts';
import { loadOfSides, usableThreads, wantedCores } from './side-load.ts';
import { needsMaximum, pointPasses } from './sweep.ts';

/** What the plan must know of the machine. */
export interface Machine {
  readonly topology: readonly LogicalCpu[];
  /** What is missing for CPU sets; null: nothing. */
  readonly pinning_lacks: string | null;
  /** Hard limit of open files; null: not limited. */
  readonly nofile_hard: number | null;
  /** Ports the kernel may choose from; null: not known. */
  readonly ephemeral_ports: number | null;
  readonly overhead: Overhead;
}

/** Files that a service holds open beside its connections. */
export const SPARE_FDS = 64;

function refuseImpossibleConnections(connections: number, machine: Machine): void {
  const needed = connections + SPARE_FDS;
  if (machine.nofile_hard !== null && needed > machine.nofile_hard)
    throw new UserError(
      `--connections: ${connections} connections need ${needed} open files in a process, ` +
        `the hard limit here is ${machine.nofile_hard}`,
      'use fewer connections, or raise the limit (ulimit -Hn)',
    );
  if (machine.ephemeral_ports !== null && connections > machine.ephemeral_ports)
    throw new UserError(
      `--connections: ${connections} connections need as many local ports, ` +
        `net.ipv4.ip_local_port_range gives ${machine.ephemeral_ports}`,
      'use fewer connections, or widen the range (--tune, as root)',
    );
}

function planSettings(request: RunRequest, pinning: Pinning, machine: Machine): Settings {
  return {
    connections: request.connections,
    ...loadOfSides(request, pinning, machine.topology),
    warmup_ms: request.warmup_ms,
    duration_ms: request.duration_ms,
    requests: request.requests,
    rate_per_s: request.rate_per_s,
    payload_bytes: request.payload_bytes,
    timeout_ms: request.timeout_ms,
    keep_alive: request.keep_alive,
    rounds: request.rounds,
  };
}

const name = ({ server, client }: Pair): NamedPair => ({
  server: server.name,
  client: client.name,
});

function factsWithLoad(service: Service, { workers, threads }: Settings): ServiceFacts {
  const load =
    service.kind === 'server' ? { workers } : { threads: usableThreads(service, threads) };
  return { ...factsOf(service), ...load };
}

function servicesOf(
  pairs: readonly Pair[],
  reference: Reference | null,
  settings: Settings,
): ServiceFacts[] {
  const all = distinctServices<AnyService>([
    ...pairs.flatMap(({ server, client }) => [server, client]),
    ...(reference === null ? [] : [reference.server, reference.client]),
  ]);
  return all.map((one) => (isExternal(one) ? externalFacts(one) : factsWithLoad(one, settings)));
}

/**
 * `reference`: what the sides and the machine are held against; null: there is nothing. `variations`: among
 * the pairs, those that are held against another. Throws a UserError for what this machine cannot do: too many
 * connections, CPUs it does not have.
 */
export function makePlan(
  request: RunRequest,
  pairs: readonly Pair[],
  reference: Reference | null,
  machine: Machine,
  variations: readonly Variation[] = [],
): Plan {
  refuseImpossibleConnections(request.connections, machine);
  const { topology, pinning_lacks } = machine;
  const pinning = planPinning(request.pin, topology, pinning_lacks, wantedCores(request));
  const settings = planSettings(request, pinning, machine);
  const named = pairs.map(name);
  const referencePair = reference === null ? null : name(reference);
  const ceilings = request.ceilings ? ceilingsOf(named, referencePair) : [];
  const passes = otherPasses(request, referencePair);
  const { rounds } = settings;
  const loadOnly = pairs.flatMap(({ client }) => (isLoadOnly(client) ? [client.name] : []));
  const timed = pairsAtRate({ pairs: named, ceilings, reference: referencePair }, loadOnly);
  const sweep = request.sweep.length === 0 ? {} : { sweep: { points: [...request.sweep] } };
  const first = { pairs: [...named, ...ceilings], rounds, control: referencePair };
  const blocks = planBlocks(
    [
      ...(request.sweep.length === 0 || needsMaximum(sweep)
        ? [{ pass: 'throughput' as const, ...first }]
        : []),
      ...(passes.latency === null
        ? []
        : [{ pass: 'latency' as const, pairs: timed, rounds, control: null }]),
      { passes: pointPasses(sweep), pairs: named, rounds },
    ],
    request.seed,
  );
  const plan = {
    profile: request.profile,
    seed: request.seed,
    settings,
    pinning,
    services: servicesOf(pairs, reference, settings),
    pairs: named,
    reference: referencePair,
    ceilings,
    ...(variations.length === 0 ? {} : { variations: [...variations] }),
    ...sweep,
    ...passes,
    stop: {
      throughput_precision: request.throughput_precision,
      p99_precision: request.p99_precision,
      max_time_ms: request.max_time_ms,
    },
    blocks,
  };
  return {
    ...plan,
    expected_ms: expectedMs(blocks, plan, machine.overhead),
    expected_range_ms: expectedRange(blocks, plan, machine.overhead),
  };
}
