/** Machines that are not there: their CPUs as `readTopology` would give them. */
import type { LogicalCpu } from '../../src/host/topology.ts';

export interface Shape {
  readonly nodes?: number;
  readonly cores: number;
  readonly smt?: 1 | 2;
}

/** As Linux numbers most: first one thread of each core, node by node, then the others. */
export function machine({ nodes = 1, cores, smt = 1 }: Shape): LogicalCpu[] {
  return Array.from({ length: cores * smt }, (_, cpu) => ({
    cpu,
    core: `core ${cpu % cores}`,
    node: Math.floor(((cpu % cores) * nodes) / cores),
    speed: 1024,
  }));
}

export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Of these CPUs only. */
export function allowed(topology: readonly LogicalCpu[], cpus: readonly number[]): LogicalCpu[] {
  return topology.filter(({ cpu }) => cpus.includes(cpu));
}

/** As Intel numbers them: the threads of each performance core side by side, then the efficiency cores. */
export function hybrid(
  performance: number,
  efficiency: number,
  [fast, slow]: readonly [number, number] = [2, 1],
): LogicalCpu[] {
  const threads = performance * 2;
  return Array.from({ length: threads + efficiency }, (_, cpu) => ({
    cpu,
    core: cpu < threads ? `P${Math.floor(cpu / 2)}` : `E${cpu - threads}`,
    node: 0,
    speed: cpu < threads ? fast : slow,
  }));
}

/** Cores of one kind, of which two may clock higher than the others. */
function favoured(cores: number): LogicalCpu[] {
  return machine({ cores }).map((one) => ({
    ...one,
    speed: one.cpu < 2 ? 5_700_000 : 5_250_000,
  }));
}

export const MACHINES = {
  '1 CPU': machine({ cores: 1 }),
  '1 core with SMT': machine({ cores: 1, smt: 2 }),
  '2 CPUs': machine({ cores: 2 }),
  '3 CPUs': machine({ cores: 3 }),
  '4 CPUs': machine({ cores: 4 }),
  '8 CPUs': machine({ cores: 8 }),
  '8 CPUs, 4 cores': machine({ cores: 4, smt: 2 }),
  '64 CPUs, 32 cores': machine({ cores: 32, smt: 2 }),
  '64 CPUs, 32 cores, 2 nodes': machine({ cores: 32, smt: 2, nodes: 2 }),
  '128 CPUs, 64 cores, 2 nodes': machine({ cores: 64, smt: 2, nodes: 2 }),
  '128 CPUs, 64 cores, 4 nodes': machine({ cores: 64, smt: 2, nodes: 4 }),
  '8 P-cores (16 CPUs) and 8 E-cores': hybrid(8, 8),
  '1 P-core and 4 E-cores': hybrid(1, 4),
  '1 P-core and 1 E-core': hybrid(1, 1),
  'cores of one kind with two favoured': favoured(8),
  'holes where CPUs are offline': allowed(machine({ cores: 8, smt: 2 }), [
    ...[0, 1, 4, 5, 7],
    ...[8, 9, 12, 15],
  ]),
  'a control group of odd CPUs': allowed(
    machine({ cores: 16, smt: 2, nodes: 2 }),
    range(0, 15).map((half) => half * 2 + 1),
  ),
  'one CPU of each of 2 nodes': allowed(machine({ cores: 8, nodes: 2 }), [3, 5]),
} as const satisfies Record<string, readonly LogicalCpu[]>;
