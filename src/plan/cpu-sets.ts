/** Gives server and client disjoint CPUs: no core's SMT siblings and no NUMA node is split across sides. */
import { formatCpuList, nameCpus, parseCpuList } from '../host/cpu-list.ts';
import type { LogicalCpu } from '../host/topology.ts';
import { UserError } from '../host/user-error.ts';
import type { Pinning } from './facts.ts';

type Group = readonly LogicalCpu[];

function groupBy(cpus: readonly LogicalCpu[], key: (cpu: LogicalCpu) => string): Group[] {
  const groups = new Map<string, LogicalCpu[]>();
  for (const cpu of cpus) groups.set(key(cpu), [...(groups.get(key(cpu)) ?? []), cpu]);
  return [...groups.values()];
}

const numbers = (groups: readonly Group[]): number[] =>
  groups
    .flat()
    .map((cpu) => cpu.cpu)
    .sort((a, b) => a - b);

/** pairbench itself has no other core either. */
function sharedCoreNote(cpus: readonly number[]): string {
  return (
    `server and client share one core (${nameCpus(cpus)}): they slow each other down, ` +
    'and what a pair reaches is the work of both'
  );
}

function unpinned(why: string, topology: readonly LogicalCpu[]): Pinning {
  const cores = groupBy(topology, ({ core }) => core);
  const cpus = numbers(cores);
  const note = cores.length === 1 ? `not pinned: ${why}; ${sharedCoreNote(cpus)}` : null;
  return { server: null, client: null, note: note ?? `not pinned: ${why}` };
}

/** Halves the machine by nodes where it has several, else by cores; an odd one is left to the rest. */
function automatic(topology: readonly LogicalCpu[]): Pinning {
  const nodes = groupBy(topology, (cpu) => `${cpu.node}`);
  const units = nodes.length > 1 ? nodes : groupBy(topology, (cpu) => cpu.core);
  const half = Math.floor(units.length / 2);
  if (half === 0) {
    const shared = numbers(units);
    return { server: shared, client: shared, note: sharedCoreNote(shared) };
  }
  return {
    server: numbers(units.slice(0, half)),
    client: numbers(units.slice(half, 2 * half)),
    note: null,
  };
}

function parseSide(text: string, side: string, topology: readonly LogicalCpu[]): number[] {
  const cpus = parseCpuList(text);
  if (cpus === null)
    throw new UserError(
      `--pin: "${text}" is not a CPU set`,
      'write SERVER:CLIENT, for example 0-3:4-7',
    );
  const allowed = new Set(topology.map((cpu) => cpu.cpu));
  const missing = cpus.filter((cpu) => !allowed.has(cpu));
  if (missing.length > 0)
    throw new UserError(
      `--pin: CPU ${formatCpuList(missing)} of the ${side} set is not available`,
      `available: ${formatCpuList([...allowed])}`,
    );
  return cpus;
}

function sharingNote(
  server: readonly number[],
  client: readonly number[],
  topology: readonly LogicalCpu[],
): string | null {
  const both = server.filter((cpu) => client.includes(cpu));
  if (both.length > 0)
    return `server and client share ${nameCpus(both)}: they slow each other down`;
  const coreOf = new Map(topology.map((cpu) => [cpu.cpu, cpu.core]));
  const clientCores = new Set(client.map((cpu) => coreOf.get(cpu)));
  const split = server.filter((cpu) => clientCores.has(coreOf.get(cpu)));
  return split.length === 0
    ? null
    : `CPUs ${formatCpuList(split)} of the server share a core with the client (SMT)`;
}

/**
 * `request` is `auto`, `none` or `SERVER:CLIENT`. `lacking`: what is missing for CPU sets, or null.
 * Throws a UserError for a CPU set that is malformed or not available.
 */
export function planPinning(
  request: string,
  topology: readonly LogicalCpu[],
  lacking: string | null,
): Pinning {
  if (request === 'none') return unpinned('server and client move over all CPUs', topology);
  if (lacking !== null) {
    if (request !== 'auto')
      throw new UserError(`--pin: ${lacking} is missing`, 'install it, or use --pin none');
    return unpinned(`${lacking} is missing`, topology);
  }
  if (request === 'auto') return automatic(topology);
  const [serverText, clientText, ...rest] = request.split(':');
  if (serverText === undefined || clientText === undefined || rest.length > 0)
    throw new UserError(
      `--pin: "${request}" is not auto, none or SERVER:CLIENT`,
      'for example 0-3:4-7',
    );
  const server = parseSide(serverText, 'server', topology);
  const client = parseSide(clientText, 'client', topology);
  return { server, client, note: sharingNote(server, client, topology) };
}
