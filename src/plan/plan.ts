/** Makes the whole plan of a run from the request and the machine; pure. */
import type { LogicalCpu } from '../host/topology.ts';
import { UserError } from '../host/user-error.ts';
import { planBlocks } from './blocks.ts';
import { planPinning } from './cpu-sets.ts';
import { externalFacts, isExternal } from './external-server.ts';
import type { Block, Pinning, Plan, Settings } from './facts.ts';
import { factsOf } from './manifest.ts';
import type { RunRequest } from './request.ts';
import type { Pair } from './select.ts';

/** What the plan must know of the machine. */
export interface Machine {
  readonly topology: readonly LogicalCpu[];
  /** What is missing for CPU sets; null: nothing. */
  readonly pinning_lacks: string | null;
  /** Hard limit of open files; null: not limited. */
  readonly nofile_hard: number | null;
  /** Ports the kernel may choose from; null: not known. */
  readonly ephemeral_ports: number | null;
  /** Time beside the windows: for each start of a server, for each run of a client. */
  readonly overhead: { readonly block_ms: number; readonly cell_ms: number };
}

/** Files that a service holds open beside its connections. */
export const SPARE_FDS = 64;

/** A guess for windows given by a number of requests, which only the measurement can tell. */
const ASSUMED_RPS = 10_000;

export function expectedMs(
  blocks: readonly Block[],
  settings: Settings,
  { block_ms, cell_ms }: Machine['overhead'],
): number {
  const window_ms = settings.duration_ms ?? ((settings.requests ?? 0) / ASSUMED_RPS) * 1000;
  const cells = blocks.reduce((sum, block) => sum + block.clients.length, 0);
  return Math.round(blocks.length * block_ms + cells * (cell_ms + settings.warmup_ms + window_ms));
}

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

/** One worker or thread for each CPU of the side; unpinned, half of the machine. */
function cpusOfSide(side: readonly number[] | null, machine: Machine): number {
  return side?.length ?? Math.max(1, Math.floor(machine.topology.length / 2));
}

function planSettings(request: RunRequest, pinning: Pinning, machine: Machine): Settings {
  const threads = request.threads ?? cpusOfSide(pinning.client, machine);
  return {
    connections: request.connections,
    threads: Math.min(threads, request.connections),
    workers: request.workers ?? cpusOfSide(pinning.server, machine),
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

/** Throws a UserError for what this machine cannot do: too many connections, CPUs it does not have. */
export function makePlan(request: RunRequest, pairs: readonly Pair[], machine: Machine): Plan {
  refuseImpossibleConnections(request.connections, machine);
  const pinning = planPinning(request.pin, machine.topology, machine.pinning_lacks);
  const settings = planSettings(request, pinning, machine);
  const named = pairs.map(({ server, client }) => ({ server: server.name, client: client.name }));
  const blocks = planBlocks(named, settings.rounds, request.seed);
  const services = new Set(pairs.flatMap(({ server, client }) => [server, client]));
  return {
    profile: request.profile,
    seed: request.seed,
    settings,
    pinning,
    services: [...services].map((service) =>
      isExternal(service) ? externalFacts(service) : factsOf(service),
    ),
    pairs: named,
    blocks,
    expected_ms: expectedMs(blocks, settings, machine.overhead),
  };
}
