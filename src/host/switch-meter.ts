/** Context switches of processes, from the counters of their threads. */
import { readdirSync } from 'node:fs';
import { readProc } from './process-table.ts';

/** Since the threads' start. Null: could not be read. */
export interface Switches {
  readonly voluntary_switches: number | null;
  readonly involuntary_switches: number | null;
}

interface ThreadSwitches {
  readonly voluntary: number;
  readonly involuntary: number;
}

function threadIds(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // it has ended
  }
}

export function parseSwitches(status: string): ThreadSwitches | null {
  const voluntary = /^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status);
  const involuntary = /^nonvoluntary_ctxt_switches:\s+(\d+)$/m.exec(status);
  if (voluntary === null || involuntary === null) return null;
  return { voluntary: Number(voluntary[1]), involuntary: Number(involuntary[1]) };
}

/** All of it where the number of an ended thread was given to another. */
function grown(before: number, now: number): number {
  return now < before ? now : now - before;
}

/** A thread that ended takes along what it did since the reading before. */
export function switchesBetween(
  before: ReadonlyMap<string, ThreadSwitches>,
  after: ReadonlyMap<string, ThreadSwitches>,
): ThreadSwitches {
  let voluntary = 0;
  let involuntary = 0;
  for (const [tid, now] of after) {
    const last = before.get(tid);
    voluntary += grown(last?.voluntary ?? 0, now.voluntary);
    involuntary += grown(last?.involuntary ?? 0, now.involuntary);
  }
  return { voluntary, involuntary };
}

/** What was counted stays counted when its thread has ended. */
export class SwitchMeter {
  #last: ReadonlyMap<string, ThreadSwitches> = new Map();
  #voluntary = 0;
  #involuntary = 0;

  read(pids: readonly number[]): Switches {
    const now = new Map<string, ThreadSwitches>();
    for (const pid of pids) {
      for (const tid of threadIds(pid)) {
        const counted = parseSwitches(readProc(`${pid}/task/${tid}/status`) ?? '');
        if (counted !== null) now.set(tid, counted);
      }
    }
    if (now.size === 0) return { voluntary_switches: null, involuntary_switches: null };
    const { voluntary, involuntary } = switchesBetween(this.#last, now);
    this.#voluntary += voluntary;
    this.#involuntary += involuntary;
    this.#last = now;
    return { voluntary_switches: this.#voluntary, involuntary_switches: this.#involuntary };
  }
}
