/** Reads CPU, memory and open files of a process tree from /proc. */
import { lastCreatedPid, processTree } from '../../host/process-table.ts';
import { readMemoryAndFiles } from '../../host/process-usage.ts';
import type { UsageSnapshot } from '../runtime.ts';
import type { CpuMeter } from './cpu-meter.ts';

/** Remembers the tree of a process while nothing new was created on the machine. */
export class ProcessTree {
  readonly #root: number;
  #pids: readonly number[] = [];
  #seen: string | null = null;

  constructor(root: number) {
    this.#root = root;
  }

  pids(): readonly number[] {
    const last = lastCreatedPid();
    if (last === null || last !== this.#seen) this.#pids = processTree(this.#root);
    this.#seen = last;
    return this.#pids;
  }
}

export function readUsage(tree: ProcessTree, meter: CpuMeter): UsageSnapshot {
  const pids = tree.pids();
  const at_ns = Math.round(performance.now() * 1e6);
  const cpu_ns = meter.read(pids);
  return { at_ns, cpu_ns, ...readMemoryAndFiles(pids) };
}
