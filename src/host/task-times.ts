/**
 * CPU time that all tasks of the machine have used: what the machine did, without the network work that the
 * kernel does on an idle CPU, which no task is charged with (up to 0.18 of a CPU beside a fast pair).
 */
import { readlinkSync } from 'node:fs';
import { allPids, readProc, readStat } from './process-table.ts';

const NS_PER_TICK = 10_000_000;

/** The number of the first PID namespace (include/linux/proc_ns.h); in all others tasks are hidden. */
const FIRST_PID_NAMESPACE = 'pid:[4026531836]';

/** Does, for whoever is measured, network work that it was too busy for. */
const NETWORK_THREAD = 'ksoftirqd/';

/** The parent of all threads of the kernel but itself (kernel/kthread.c: kthreadd is the second task of all). */
const KERNEL_PARENT = 2;

/**
 * `all`, or `programs`: those of the kernel, mostly two thirds of all tasks and nearly always asleep, are taken
 * as they were at the last reading of all. What they did since is told by the next one.
 */
export type Tasks = 'all' | 'programs';

export class TaskTimes {
  readonly #network = networkThreads();
  readonly #seesAll = seesAllTasks();
  /** Clock ticks of the kernel's threads, at the last reading of all. */
  #kernel: ReadonlyMap<number, number> = new Map();
  #listed: Listed = { newest: null, pids: [] };

  /**
   * A task's time passes to its parent when it ends, so sums only fall where a parent does not wait for its
   * children. Each task is counted in steps of 10 ms. Null: some tasks cannot be seen from here.
   */
  read(tasks: Tasks = 'all'): number | null {
    if (!this.#seesAll) return null;
    const known = tasks === 'all' ? new Map<number, number>() : this.#kernel;
    const kernel = new Map<number, number>();
    let sum = 0;
    this.#listed = listedTasks(this.#listed);
    for (const pid of this.#listed.pids) {
      if (this.#network.has(pid)) continue;
      const kept = known.get(pid);
      const stat = kept === undefined ? readStat(pid) : null;
      const ticks = kept ?? (stat === null ? 0 : stat.cpu_ticks + stat.reaped_ticks);
      if (kept !== undefined || stat?.parent === KERNEL_PARENT) kernel.set(pid, ticks);
      sum += ticks;
    }
    this.#kernel = kernel;
    return sum * NS_PER_TICK;
  }
}

/** All tasks, and the newest of them; null: not known. */
interface Listed {
  readonly newest: string | null;
  readonly pids: readonly number[];
}

/**
 * The kernel takes some ms to list all tasks. Where none has begun since, those that it listed before are all
 * that there are, and some of them have ended: these cannot be read.
 */
function listedTasks(before: Listed): Listed {
  // The last field of /proc/loadavg is the number that was given last, to a task or to a thread.
  const newest = /\d+$/.exec((readProc('loadavg') ?? '').trimEnd())?.[0] ?? null;
  return newest !== null && newest === before.newest ? before : { newest, pids: allPids() };
}

function seesAllTasks(): boolean {
  // Where /proc is mounted with hidepid, not even the first task can be read.
  if (readStat(1) === null) return false;
  try {
    return readlinkSync('/proc/self/ns/pid') === FIRST_PID_NAMESPACE;
  } catch {
    return false;
  }
}

/** One for each CPU, there from the start of the machine on. */
function networkThreads(): ReadonlySet<number> {
  return new Set(
    allPids().filter((pid) => (readProc(`${pid}/comm`) ?? '').startsWith(NETWORK_THREAD)),
  );
}
