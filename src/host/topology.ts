/** Which logical CPUs the tool may use, and which of them share a core or a memory node. */
import { readdirSync } from 'node:fs';
import { parseCpuList } from './cpu-list.ts';
import { readKernelFile } from './kernel-file.ts';

export interface LogicalCpu {
  readonly cpu: number;
  /** Logical CPUs with the same core number are SMT siblings. */
  readonly core: string;
  /** NUMA node. */
  readonly node: number;
}

function allowedCpus(): number[] {
  const line = /^Cpus_allowed_list:\s*(\S+)/m.exec(readKernelFile('/proc/self/status') ?? '');
  return parseCpuList(line?.[1] ?? '0') ?? [0];
}

function nodeOfCpu(): Map<number, number> {
  const nodes = new Map<number, number>();
  const root = '/sys/devices/system/node';
  let names: string[];
  try {
    names = readdirSync(root).filter((name) => /^node\d+$/.test(name));
  } catch {
    return nodes; // a kernel without NUMA: all CPUs are on node 0
  }
  for (const name of names) {
    for (const cpu of parseCpuList(readKernelFile(`${root}/${name}/cpulist`) ?? '') ?? [])
      nodes.set(cpu, Number(name.slice(4)));
  }
  return nodes;
}

/** Only CPUs in this process's own affinity mask, in ascending order. */
export function readTopology(): LogicalCpu[] {
  const nodes = nodeOfCpu();
  return allowedCpus().map((cpu) => {
    const topology = `/sys/devices/system/cpu/cpu${cpu}/topology`;
    const siblings = readKernelFile(`${topology}/thread_siblings_list`) ?? `${cpu}`;
    return { cpu, core: siblings, node: nodes.get(cpu) ?? 0 };
  });
}
