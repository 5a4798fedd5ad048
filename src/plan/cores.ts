/** The cores of a machine: what of them is of one kind, on one node, in one CPU set; pure. */
import type { LogicalCpu } from '../host/topology.ts';
import type { SideCores } from './facts.ts';

/** Of its CPUs only those that may be used. */
export type Core = readonly LogicalCpu[];

/**
 * Speeds of one kind of core lie this close. By the makers' data sheets cores of one kind differ by up to
 * 0.92 (Ryzen 9 7950X3D: 5.25 of 5.7 GHz), kinds by 0.81 or more (Core Ultra 9 285K: 4.6 of 5.7 GHz).
 */
const SAME_KIND = 0.85;

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}

/** In the order of their first CPUs. */
export function coresOf(topology: readonly LogicalCpu[]): Core[] {
  return groupBy(topology, ({ core }) => core);
}

export const nodeOf = ([first]: Core): number => first?.node ?? 0;
const speedOf = ([first]: Core): number => first?.speed ?? 0;

/** Ascending by node. */
export function byNode(cores: readonly Core[]): Core[][] {
  return groupBy(cores, (core) => `${nodeOf(core)}`).sort(
    ([a = []], [b = []]) => nodeOf(a) - nodeOf(b),
  );
}

/** The fastest kind first, the cores of each in their order. */
export function byKind(cores: readonly Core[]): Core[][] {
  const speeds = [...new Set(cores.map(speedOf))].sort((a, b) => b - a);
  const fastestOfKind: number[] = [];
  for (const speed of speeds)
    if (speed < (fastestOfKind.at(-1) ?? Infinity) * SAME_KIND) fastestOfKind.push(speed);
  const kindOf = (core: Core): number =>
    fastestOfKind.findLastIndex((fastest) => speedOf(core) <= fastest);
  return fastestOfKind.map((_, kind) => cores.filter((core) => kindOf(core) === kind));
}

export function cpusOf(cores: readonly Core[]): number[] {
  return cores
    .flat()
    .map(({ cpu }) => cpu)
    .sort((a, b) => a - b);
}

/** Of the CPUs of one side. */
export function sideCores(cpus: readonly number[], topology: readonly LogicalCpu[]): SideCores {
  const own = coresOf(topology.filter(({ cpu }) => cpus.includes(cpu)));
  const hasNodes = byNode(coresOf(topology)).length > 1;
  const nodes = hasNodes ? [...new Set(own.map(nodeOf))].sort((a, b) => a - b) : [];
  return { count: own.length, nodes };
}
