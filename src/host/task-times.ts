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

export class TaskTimes {
  readonly #network = networkThreads();
  readonly #seesAll = seesAllTasks();

  /**
   * A task's time passes to its parent when it ends, so sums only fall where a parent does not wait for its
   * children. Each task is counted in steps of 10 ms. Null: some tasks cannot be seen from here.
   */
  read(): number | null {
    if (!this.#seesAll) return null;
    let ticks = 0;
    for (const pid of allPids()) {
      const stat = this.#network.has(pid) ? null : readStat(pid);
      if (stat !== null) ticks += stat.cpu_ticks + stat.reaped_ticks;
    }
    return ticks * NS_PER_TICK;
  }
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
