/** CPU time of a process tree in ns, from the scheduler's per-thread counters. */
import { readdirSync } from 'node:fs';
import { readProc, readStat } from '../../host/process-table.ts';

/** One clock tick of /proc/PID/stat (USER_HZ is 100 on Linux). */
const NS_PER_TICK = 10_000_000;

interface OwnCpu {
  readonly ticks: number;
  /** By thread; empty where the kernel has no schedstat. */
  readonly threads: ReadonlyMap<string, number>;
}

interface ProcessCpu extends OwnCpu {
  /** Pid and start time: a number may be given to another process. */
  readonly identity: string;
  readonly parent: number;
  readonly reaped_ticks: number;
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
  const { cpu_ticks: ticks, start_ticks, parent, reaped_ticks } = stat;
  return { identity: `${pid}.${start_ticks}`, ticks, threads, parent, reaped_ticks };
}

/**
 * CPU time between two readings. Threads that ended in between take their counters with them, so then
 * the process total is used, which is whole but counts in steps of 10 ms.
 */
export function cpuBetween(before: OwnCpu | undefined, after: OwnCpu): number {
  const byTicks = (after.ticks - (before?.ticks ?? 0)) * NS_PER_TICK;
  if (after.threads.size === 0) return byTicks;
  let byThreads = 0;
  for (const [tid, spent] of after.threads) byThreads += spent - (before?.threads.get(tid) ?? 0);
  const someEnded = [...(before?.threads.keys() ?? [])].some((tid) => !after.threads.has(tid));
  return someEnded ? Math.max(byThreads, byTicks) : byThreads;
}

/** A process as it was read last, and what was counted for it until then. */
interface Counted {
  readonly cpu: ProcessCpu;
  readonly counted_ns: number;
}

/** What was counted for processes that have ended, by the parent that was to wait for them. */
function countedOfEnded(
  last: ReadonlyMap<string, Counted>,
  living: ReadonlyMap<string, Counted>,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [identity, { cpu, counted_ns }] of last)
    if (!living.has(identity)) sums.set(cpu.parent, (sums.get(cpu.parent) ?? 0) + counted_ns);
  return sums;
}

export class CpuMeter {
  #last: ReadonlyMap<string, Counted> = new Map();
  #total_ns = 0;

  /** Time since the processes' start, of those too that have ended; null when none can be read. */
  read(pids: readonly number[]): number | null {
    const now = new Map<string, Counted>();
    for (const pid of pids) {
      const cpu = readProcessCpu(pid);
      if (cpu === null) continue;
      const before = this.#last.get(cpu.identity);
      const spent_ns = cpuBetween(before?.cpu, cpu);
      now.set(cpu.identity, { cpu, counted_ns: (before?.counted_ns ?? 0) + spent_ns });
      this.#total_ns += spent_ns;
    }
    if (now.size === 0) return null;
    this.#takeReaped(now);
    this.#last = now;
    return this.#total_ns;
  }

  /** A child that has ended: the parent's counter tells all of its life, a part of which was counted. */
  #takeReaped(now: Map<string, Counted>): void {
    const ended = countedOfEnded(this.#last, now);
    for (const [identity, { cpu, counted_ns }] of now) {
      const before_ticks = this.#last.get(identity)?.cpu.reaped_ticks ?? 0;
      const reaped_ns = (cpu.reaped_ticks - before_ticks) * NS_PER_TICK;
      const pid = Number(identity.split('.', 1)[0]);
      const rest_ns = Math.max(0, reaped_ns - (ended.get(pid) ?? 0));
      // Whoever waits for this one is told what it has waited for, too.
      now.set(identity, { cpu, counted_ns: counted_ns + Math.max(reaped_ns, 0) });
      this.#total_ns += rest_ns;
    }
  }
}
