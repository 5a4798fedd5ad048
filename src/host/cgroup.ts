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

interface OwnGroups {
  /** The folder of each, this process's own one first, then those above it. */
  readonly folders: readonly string[];
  readonly version: 1 | 2;
}

function ownGroups(root: string): OwnGroups | null {
  const text = readKernelFile(path.join(root, 'proc/self/cgroup'));
  if (text === null || text === '') return null;
  const mounts = path.join(root, 'sys/fs/cgroup');
  const v1 = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(.*)$/m.exec(text)?.[1];
  const v2 = /^0::(.*)$/m.exec(text)?.[1];
  const folder = v1 === undefined ? mounts : path.join(mounts, 'cpu');
  return {
    folders: withParents(v1 ?? v2 ?? '/').map((group) => path.join(folder, group)),
    version: v1 === undefined ? 2 : 1,
  };
}

/** `cpu.stat`: nanoseconds in version 1, microseconds in version 2. */
function throttledNs(folder: string, version: OwnGroups['version']): number | null {
  const stat = readKernelFile(path.join(folder, 'cpu.stat')) ?? '';
  const match = (version === 1 ? /^throttled_time (\d+)$/m : /^throttled_usec (\d+)$/m).exec(stat);
  return match === null ? null : Number(match[1]) * (version === 1 ? 1 : 1000);
}

/**
 * A counter of the time for which a quota kept this process's group, or one above it, from the CPUs: of all
 * its threads together. Null: no such counter here. `root` as for `readCgroup`.
 */
export function throttledCounter(root: string): () => number | null {
  const groups = ownGroups(root);
  if (groups === null) return () => null;
  const { folders, version } = groups;
  const counting = folders.filter((folder) => throttledNs(folder, version) !== null);
  return () =>
    counting.length === 0
      ? null
      : counting.reduce((sum, folder) => sum + (throttledNs(folder, version) ?? 0), 0);
}

/** `root` is `/`, or a folder that holds the same files. */
export function readCgroup(root: string): Cgroup {
  const groups = ownGroups(root);
  if (groups === null) return { version: null, cpu_quota: null };
  const quotaOf = groups.version === 1 ? quotaOfV1 : quotaOfV2;
  const quotas = groups.folders.flatMap((folder) => quotaOf(folder) ?? []);
  const text = readKernelFile(path.join(root, 'proc/self/cgroup')) ?? '';
  const onlyV2 = text.split('\n').every((line) => line.startsWith('0::'));
  return {
    version: onlyV2 ? 2 : 1,
    cpu_quota: quotas.length === 0 ? null : Math.min(...quotas),
  };
}
