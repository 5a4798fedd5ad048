/** The control group of this process: its version, and how much CPU time it is allowed. */
import path from 'node:path';
import { readKernelFile } from './kernel-file.ts';

export interface Cgroup {
  /** Of the controllers in force; null: the kernel has no control groups. */
  readonly version: 1 | 2 | null;
  /** CPUs' worth of time, the strictest of this group and those above it; null: not limited. */
  readonly cpu_quota: number | null;
}

/** `cpu.max` of version 2: `150000 100000`, or `max 100000`. */
function quotaOfV2(folder: string): number | null {
  const match = /^(\d+) (\d+)$/.exec(readKernelFile(path.join(folder, 'cpu.max')) ?? '');
  return match === null ? null : Number(match[1]) / Number(match[2]);
}

/** Two files of version 1; a quota of -1 is none. */
function quotaOfV1(folder: string): number | null {
  const quota = Number(readKernelFile(path.join(folder, 'cpu.cfs_quota_us')) ?? -1);
  const period = Number(readKernelFile(path.join(folder, 'cpu.cfs_period_us')) ?? 0);
  return quota > 0 && period > 0 ? quota / period : null;
}

/** In a container the path may be the host's: then only the root is there, and it is our own group. */
function withParents(group: string): string[] {
  const parent = path.dirname(group);
  return parent === group ? [group] : [group, ...withParents(parent)];
}

/** `root` is `/`, or a folder that holds the same files. */
export function readCgroup(root: string): Cgroup {
  const text = readKernelFile(path.join(root, 'proc/self/cgroup'));
  if (text === null || text === '') return { version: null, cpu_quota: null };
  const mounts = path.join(root, 'sys/fs/cgroup');
  const v1 = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(.*)$/m.exec(text)?.[1];
  const v2 = /^0::(.*)$/m.exec(text)?.[1];
  const quotas = withParents(v1 ?? v2 ?? '/').flatMap((group) =>
    v1 === undefined
      ? (quotaOfV2(path.join(mounts, group)) ?? [])
      : (quotaOfV1(path.join(mounts, 'cpu', group)) ?? []),
  );
  const onlyV2 = text.split('\n').every((line) => line.startsWith('0::'));
  return {
    version: onlyV2 ? 2 : 1,
    cpu_quota: quotas.length === 0 ? null : Math.min(...quotas),
  };
}
