/**
 * Shares the cores of a machine out to server and client: whole cores of one kind, both sides on one NUMA node
 * where they fit, as many as are wanted, and one core left for pairbench itself; pure.
 */
import { nameCpus } from '../host/cpu-list.ts';
import type { LogicalCpu } from '../host/topology.ts';
import { byKind, byNode, coresOf, cpusOf, nodeOf } from './cores.ts';
import type { Core } from './cores.ts';

/** Cores that each side should have; null: as many as it can get. */
export interface WantedCores {
  readonly server: number | null;
  readonly client: number | null;
  /** More than these would be of no use to the client. */
  readonly most_of_client: number;
}

interface Sides {
  readonly server: readonly Core[];
  readonly client: readonly Core[];
}

export interface SharedOut extends Sides {
  /** Clauses on what was chosen. */
  readonly reasons: readonly string[];
}

/** From so many cores on, one is left for pairbench. */
const ENOUGH_TO_LEAVE_ONE = 4;

interface Choice {
  /** For both sides. */
  readonly cores: readonly Core[];
  readonly reasons: readonly string[];
}

/** The fastest kind of which both sides can have a core, and of that all but one. */
function usableCores(all: readonly Core[]): Choice {
  const kinds = byKind(all);
  const kind = kinds.find((one) => one.length > 1) ?? kinds[0] ?? [];
  const others = all.filter((core) => !kind.includes(core));
  if (others.length > 0) {
    const which = kind === kinds[0] ? 'the fastest' : 'a slower';
    const reason =
      `there are ${kinds.length} kinds of cores, and one alone is measured with: ${which}, ` +
      `${nameCpus(cpusOf(kind))}; the others, ${nameCpus(cpusOf(others))}, are left for pairbench`;
    return { cores: kind, reasons: [reason] };
  }
  if (all.length < ENOUGH_TO_LEAVE_ONE) return { cores: all, reasons: [] };
  // Devices interrupt the first CPU unless someone has spread them.
  const [first = [], ...rest] = all;
  const left = `one core (${nameCpus(cpusOf([first]))}) is left for pairbench and interrupts`;
  return { cores: rest, reasons: [left] };
}

/** Cores of one side, if the other one wants `other`: half of all, or what is left over. */
function halfOrRest(all: number, other: number | null): number {
  const half = Math.floor(all / 2);
  return other === null || other >= all ? half : Math.min(half, all - other);
}

/** At least two cores. A side that wants more than half gives way; if both do, each has half. */
function split(cores: readonly Core[], wanted: WantedCores): Sides {
  const all = cores.length;
  const half = Math.floor(all / 2);
  let server = wanted.server ?? halfOrRest(all, wanted.client);
  let client = Math.min(wanted.client ?? halfOrRest(all, wanted.server), wanted.most_of_client);
  if (server + client > all) {
    const lower = Math.min(server, client);
    const upper = lower > half ? half : all - lower;
    [server, client] = [Math.min(server, upper), Math.min(client, upper)];
  }
  return { server: cores.slice(0, server), client: cores.slice(server, server + client) };
}

/** Whole nodes for each side, the largest first: one each, then more to the side that lacks cores and has fewer. */
function apart(nodes: readonly (readonly Core[])[], wanted: WantedCores): Sides {
  const most_of_client = Math.min(wanted.client ?? Infinity, wanted.most_of_client);
  const server = { wants: wanted.server ?? 0, given: [] as Core[] };
  const client = { wants: wanted.client === null ? 0 : most_of_client, given: [] as Core[] };
  const sides = client.wants > server.wants ? [client, server] : [server, client];
  for (const node of nodes) {
    const lacking = sides.filter(({ wants, given }) => given.length < Math.max(1, wants));
    const [next] = lacking.sort((a, b) => a.given.length - b.given.length);
    next?.given.push(...node);
  }
  return {
    server: server.given.slice(0, wanted.server ?? Infinity),
    client: client.given.slice(0, most_of_client),
  };
}

function nameNodes(cores: readonly Core[]): string {
  const nodes = [...new Set(cores.map(nodeOf))].sort((a, b) => a - b);
  return `${nodes.length === 1 ? 'node' : 'nodes'} ${nodes.join(',')}`;
}

/** Both sides are never empty, and are the same core where there is only one of a kind. */
export function shareCores(topology: readonly LogicalCpu[], wanted: WantedCores): SharedOut {
  const all = coresOf(topology);
  const { cores, reasons } = usableCores(all);
  if (cores.length < 2) return { server: cores, client: cores, reasons };
  const nodes = byNode(cores).sort((a, b) => b.length - a.length);
  const [home = []] = nodes;
  const needed = (wanted.server ?? 1) + Math.min(wanted.client ?? 1, wanted.most_of_client);
  if (nodes.length === 1 || home.length >= needed) {
    const sides = split(home, wanted);
    const local = `both sides are on ${nameNodes(home)}: the memory of their sockets is near to both`;
    return { ...sides, reasons: [...reasons, ...(byNode(all).length > 1 ? [local] : [])] };
  }
  const sides = apart(nodes, wanted);
  const far =
    `server on ${nameNodes(sides.server)}, client on ${nameNodes(sides.client)}: ` +
    `no node has ${needed} cores for both, so their sockets cross from one to another`;
  return { ...sides, reasons: [...reasons, far] };
}
