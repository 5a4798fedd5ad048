/** CPU time of the whole machine, from /proc. */
import { readProc } from './process-table.ts';
import { type Tasks, TaskTimes } from './task-times.ts';

const NS_PER_TICK = 10_000_000;

export interface MachineCpu {
  /**
   * All CPUs together, the kernel's own work included, time stolen by a hypervisor left out; counts from an
   * arbitrary moment, so that only differences mean something.
   */
  readonly busy_ns: number;
  readonly steal_ns: number;
}

/**
 * Busy is what is not idle: the kernel measures idle time, but samples who was busy at each tick, which is
 * wrong by 5 % of a CPU in two seconds where CPUs sleep and wake many times between ticks. `stat`: the file's
 * text; `at_ns`: the monotonic clock when it was read. Null where it is not such a file.
 */
export function parseMachineCpu(stat: string, at_ns: number): MachineCpu | null {
  const line = /^cpu +(.*)$/m.exec(stat)?.[1];
  const cpus = stat.match(/^cpu\d+ /gm)?.length ?? 0;
  if (line === undefined || cpus === 0) return null;
  const [, , , idle = 0, iowait = 0, , , steal = 0] = line.split(' ').map(Number);
  const idle_ticks = idle + iowait + steal;
  if (!Number.isFinite(idle_ticks)) return null;
  return { busy_ns: cpus * at_ns - idle_ticks * NS_PER_TICK, steal_ns: steal * NS_PER_TICK };
}

/** What `busy_ns` is made of: the tasks' own times, or all time in which CPUs were not idle. */
type BusyBy = 'tasks' | 'idle_time';

export interface MachineCpuTimes extends MachineCpu {
  readonly busy_by: BusyBy;
}

export class MachineCpuReader {
  readonly #tasks = new TaskTimes();

  /** Null where there is no /proc/stat. */
  read(tasks: Tasks = 'all'): MachineCpuTimes | null {
    const at_ns = Math.round(performance.now() * 1e6);
    const not_idle = parseMachineCpu(readProc('stat') ?? '', at_ns);
    if (not_idle === null) return null;
    const tasks_ns = this.#tasks.read(tasks);
    return tasks_ns === null
      ? { ...not_idle, busy_by: 'idle_time' }
      : { ...not_idle, busy_ns: tasks_ns, busy_by: 'tasks' };
  }
}
