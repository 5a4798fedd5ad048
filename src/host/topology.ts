/** Which logical CPUs the tool may use, which of them share a core or a memory node, and how fast they are. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseCpuList } from './cpu-list.ts';
import { readKernelFile } from './kernel-file.ts';

export interface LogicalCpu {
  readonly cpu: number;
  /** Logical CPUs with the same core number are SMT siblings. */
  readonly core: string;
  /** NUMA node. */
  readonly node: number;
  /** To be held against the other CPUs of this machine; the same for all where the kernel tells nothing. */
  readonly speed: number;
}

const CPUS = 'sys/devices/system/cpu';
const NODES = 'sys/devices/system/node';

/** Hybrid x86: a list of CPUs for each kind, below /sys/devices, slowest kind first. */
const KINDS = ['cpu_lowpower', 'cpu_atom', 'cpu_core'];

function readList(file: string): number[] | null {
  return parseCpuList(readKernelFile(file) ?? '');
}

/** The affinity mask may have CPUs that were taken offline, and some that the machine never had. */
function allowedCpus(root: string): number[] {
  const status = readKernelFile(path.join(root, 'proc/self/status')) ?? '';
  const allowed = parseCpuList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '0') ?? [0];
  const online = readList(path.join(root, CPUS, 'online'));
  return online === null ? allowed : allowed.filter((cpu) => online.includes(cpu));
}

function nodeOfCpu(root: string): Map<number, number> {
  const nodes = new Map<number, number>();
  const folder = path.join(root, NODES);
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /^node\d+$/.test(name));
  } catch {
    return nodes; // a kernel without NUMA: all CPUs are on node 0
  }
  for (const name of names) {
    for (const cpu of readList(path.join(folder, name, 'cpulist')) ?? [])
      nodes.set(cpu, Number(name.slice(4)));
  }
  return nodes;
}

/** The kind outweighs the clock: cores of one kind have other limits than their neighbours, too. */
function speedReader(root: string): (cpu: number) => number {
  const kinds = KINDS.map((kind) => readList(path.join(root, 'sys/devices', kind, 'cpus')) ?? []);
  const isHybrid = kinds.filter((cpus) => cpus.length > 0).length > 1;
  if (isHybrid) return (cpu) => 2 ** kinds.findIndex((cpus) => cpus.includes(cpu));
  return (cpu) => {
    const folder = path.join(root, CPUS, `cpu${cpu}`);
    const text =
      readKernelFile(path.join(folder, 'cpu_capacity')) ??
      readKernelFile(path.join(folder, 'cpufreq/cpuinfo_max_freq'));
    const speed = Number(text ?? '');
    return Number.isFinite(speed) && speed > 0 ? speed : 1;
  };
}

/**
 * Only CPUs that are online and in this process's own affinity mask, in ascending order. `root` is `/`, or a
 * folder that holds the same files.
 */
export function readTopology(root = '/'): LogicalCpu[] {
  const nodes = nodeOfCpu(root);
  const speedOf = speedReader(root);
  return allowedCpus(root).map((cpu) => {
    const siblings = path.join(root, CPUS, `cpu${cpu}`, 'topology/thread_siblings_list');
    const core = readKernelFile(siblings) ?? `${cpu}`;
    return { cpu, core, node: nodes.get(cpu) ?? 0, speed: speedOf(cpu) };
  });
}
