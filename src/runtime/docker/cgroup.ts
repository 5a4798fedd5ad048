/** Finds the control group of a local container: its CPU counter and its processes, cgroup v1 and v2. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Cgroup {
  /** CPU time of all its processes, those that have ended too; null: the group is gone. */
  cpuNs(): number | null;
  /** Empty: the group is gone. */
  pids(): number[];
}

/** Where the kernel shows these; another place in tests. */
interface KernelFolders {
  readonly proc: string;
  readonly cgroup: string;
}

const KERNEL: KernelFolders = { proc: '/proc', cgroup: '/sys/fs/cgroup' };

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Documentation/admin-guide/cgroup-v1/cpuacct.rst: ns in a file of their own. */
function version1Ns(folder: string): number | null {
  const text = read(path.join(folder, 'cpuacct.usage'));
  return text === null ? null : Number(text);
}

/** Documentation/admin-guide/cgroup-v2.rst: "usage_usec" among others. */
function version2Ns(folder: string): number | null {
  const match = /^usage_usec (\d+)$/m.exec(read(path.join(folder, 'cpu.stat')) ?? '');
  return match === null ? null : Number(match[1]) * 1000;
}

/** Lines are `N:CONTROLLERS:PATH`; v2 has one line, with no controllers. */
function pathOf(text: string, controller: string): string | null {
  for (const line of text.trim().split('\n')) {
    const [, controllers = '', ...rest] = line.split(':');
    if (controllers.split(',').includes(controller)) return rest.join(':');
  }
  return null;
}

function foldersOf(text: string, kernel: KernelFolders): { folder: string; version: 1 | 2 }[] {
  const v1 = pathOf(text, 'cpuacct');
  const v2 = pathOf(text, '');
  return [
    ...(v1 === null
      ? []
      : ['cpuacct', 'cpu,cpuacct'].map((mount) => ({
          folder: path.join(kernel.cgroup, mount, v1),
          version: 1 as const,
        }))),
    ...(v2 === null ? [] : [{ folder: path.join(kernel.cgroup, v2), version: 2 as const }]),
  ];
}

/**
 * The group of the container `id`, whose first process is `pid`. Null when this process cannot see it:
 * the engine is elsewhere, or pairbench runs in a container that was not given the folders.
 */
export function findCgroup(pid: number, id: string, kernel = KERNEL): Cgroup | null {
  const text = read(path.join(kernel.proc, String(pid), 'cgroup'));
  // A pid of another namespace may exist here as well and mean somebody else.
  if (text?.includes(id) !== true) return null;
  for (const { folder, version } of foldersOf(text, kernel)) {
    const cpuNs = (): number | null => (version === 1 ? version1Ns(folder) : version2Ns(folder));
    if (!folder.includes(id) || !existsSync(folder) || cpuNs() === null) continue;
    return {
      cpuNs,
      pids: () =>
        (read(path.join(folder, 'cgroup.procs')) ?? '').split('\n').filter(Boolean).map(Number),
    };
  }
  return null;
}
