/** CPU time of a process tree in ns, from the scheduler's per-thread counters. */
import { readdirSync } from 'node:fs';
import { readProc, readStat } from '../../host/process-table.ts';

/** One clock tick of /proc/PID/stat (USER_HZ is 100 on Linux). */
const NS_PER_TICK = 10_000_000;

interface ProcessCpu {
  readonly ticks: number;
  /** By thread; empty where the kernel has no schedstat. */
  readonly threads: ReadonlyMap<string, number>;
}

function threadIds(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readProcessCpu(pid: number): ProcessCpu | null {
  const stat = readStat(pid);
  if (stat === null) return null;
  const threads = new Map<string, number>();
  for (const tid of threadIds(pid)) {
    // "time on CPU in ns, time waiting in ns, timeslices": Documentation/scheduler/sched-stats.rst
    const spent = readProc(`${pid}/task/${tid}/schedstat`)?.split(' ', 1)[0];
    if (spent !== undefined) threads.set(tid, Number(spent));
  }
  return { ticks: stat.cpu_ticks, threads };
}

/**
 * CPU time between two readings. Threads that ended in between take their counters with them, so then
 * the process total is used, which is whole but counts in steps of 10 ms.
 */
export function cpuBetween(before: ProcessCpu | undefined, after: ProcessCpu): number {
  const byTicks = (after.ticks - (before?.ticks ?? 0)) * NS_PER_TICK;
  if (after.threads.size === 0) return byTicks;
  let byThreads = 0;
  for (const [tid, spent] of after.threads) byThreads += spent - (before?.threads.get(tid) ?? 0);
  const someEnded = [...(before?.threads.keys() ?? [])].some((tid) => !after.threads.has(tid));
  return someEnded ? Math.max(byThreads, byTicks) : byThreads;
}

export class CpuMeter {
  #last = new Map<number, ProcessCpu>();
  #total_ns = 0;

  /** Time since the processes' start; null when none of them can be read. */
  read(pids: readonly number[]): number | null {
    const now = new Map<number, ProcessCpu>();
    for (const pid of pids) {
      const cpu = readProcessCpu(pid);
      if (cpu === null) continue;
      now.set(pid, cpu);
      this.#total_ns += cpuBetween(this.#last.get(pid), cpu);
    }
    if (now.size === 0) return null;
    this.#last = now;
    return this.#total_ns;
  }
}
