/** Gives server and client disjoint CPUs, or those that were asked for, and says what a reader should know of them. */
import { formatCpuList, nameCpus, parseCpuList } from '../host/cpu-list.ts';
import type { LogicalCpu } from '../host/topology.ts';
import { UserError } from '../host/user-error.ts';
import { byKind, coresOf, cpusOf, sideCores } from './cores.ts';
import type { Pinning } from './facts.ts';
import { shareCores } from './share-cores.ts';
import type { WantedCores } from './share-cores.ts';

/** As many as each side can get. */
export const ANY_CORES: WantedCores = { server: null, client: null, most_of_client: Infinity };

/** pairbench itself has no other core either. */
function sharedCoreNote(cpus: readonly number[]): string {
  return (
    `server and client share one core (${nameCpus(cpus)}): they slow each other down, ` +
    'and what a pair reaches is the work of both'
  );
}

function unpinned(why: string, topology: readonly LogicalCpu[]): Pinning {
  const shared =
    coresOf(topology).length === 1 ? `; ${sharedCoreNote(topology.map(({ cpu }) => cpu))}` : '';
  return { server: null, client: null, note: `not pinned: ${why}${shared}` };
}

/** Sides of these CPUs. `notes`: clauses. */
function pinned(
  { server, client }: { readonly server: readonly number[]; readonly client: readonly number[] },
  notes: readonly (string | null)[],
  topology: readonly LogicalCpu[],
  wanted: WantedCores,
): Pinning {
  const cores = { server: sideCores(server, topology), client: sideCores(client, topology) };
  const clauses = [
    ...notes.flatMap((note) => note ?? []),
    ...crowded(wanted.server, cores.server.count, 'workers'),
    ...crowded(wanted.client, cores.client.count, 'client threads'),
  ];
  const note = clauses.length === 0 ? null : clauses.join('; ');
  return { server: [...server], client: [...client], note, cores };
}

/** They were asked for, and take turns on too few cores. */
function crowded(count: number | null, cores: number, what: string): string[] {
  return count === null || count <= cores
    ? []
    : [
        `${count} ${what} on ${cores === 1 ? 'one core' : `${cores} cores`}: they wait for each other`,
      ];
}

function automatic(topology: readonly LogicalCpu[], wanted: WantedCores): Pinning {
  const { reasons, ...sides } = shareCores(topology, wanted);
  const [server, client] = [cpusOf(sides.server), cpusOf(sides.client)];
  const note = server[0] === client[0] ? sharedCoreNote(server) : null;
  return {
    ...pinned({ server, client }, [note], topology, wanted),
    ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
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

/** Sides of cores that differ are no equals. */
function kindsNote(
  server: readonly number[],
  client: readonly number[],
  topology: readonly LogicalCpu[],
): string | null {
  const used = topology.filter(({ cpu }) => server.includes(cpu) || client.includes(cpu));
  const kinds = byKind(coresOf(used)).length;
  return kinds > 1 ? `the CPU sets have cores of ${kinds} kinds, slower and faster ones` : null;
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
 * `request` is `auto`, `none` or `SERVER:CLIENT`. `lacking`: what is missing for CPU sets, or null. `wanted`: by
 * whoever has asked for a number of workers or threads. Throws a UserError for a CPU set that is malformed or not available.
 */
export function planPinning(
  request: string,
  topology: readonly LogicalCpu[],
  lacking: string | null,
  wanted: WantedCores = ANY_CORES,
): Pinning {
  if (request === 'none') return unpinned('server and client move over all CPUs', topology);
  if (lacking !== null) {
    if (request !== 'auto')
      throw new UserError(`--pin: ${lacking} is missing`, 'install it, or use --pin none');
    return unpinned(`${lacking} is missing`, topology);
  }
  if (request === 'auto') return automatic(topology, wanted);
  const [serverText, clientText, ...rest] = request.split(':');
  if (serverText === undefined || clientText === undefined || rest.length > 0)
    throw new UserError(
      `--pin: "${request}" is not auto, none or SERVER:CLIENT`,
      'for example 0-3:4-7',
    );
  const server = parseSide(serverText, 'server', topology);
  const client = parseSide(clientText, 'client', topology);
  const notes = [sharingNote(server, client, topology), kindsNote(server, client, topology)];
  return pinned({ server, client }, notes, topology, wanted);
}
