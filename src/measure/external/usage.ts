/** CPU, memory and open files of a process that somebody else started; never those of another one. */
import os from 'node:os';
import { parseCpuList } from '../../host/cpu-list.ts';
import { isRunning, readProc } from '../../host/process-table.ts';
import type { ProcessIdentity } from '../../host/process-table.ts';
import { ProcessFamily } from '../../host/process-family.ts';
import { usageReader } from '../../runtime/process/usage.ts';
import type { UsageSnapshot } from '../../runtime/runtime.ts';

function nothing(): UsageSnapshot {
  return {
    ...{ at_ns: Math.round(performance.now() * 1e6), cpu_ns: null },
    ...{ rss_bytes: null, peak_rss_bytes: null, fds: null, sockets: null },
    ...{ voluntary_switches: null, involuntary_switches: null },
    ...{ disk_read_bytes: null, disk_write_bytes: null },
  };
}

/** Null: it is not known which process it is. */
export function usageOf(process: ProcessIdentity | null): () => Promise<UsageSnapshot> {
  if (process === null) return () => Promise.resolve(nothing());
  const read = usageReader(new ProcessFamily(process.pid));
  return async () => {
    const usage = isRunning(process) ? await read() : nothing();
    // It may have ended, and its number been taken by another, while it was read.
    return isRunning(process) ? usage : nothing();
  };
}

/** Those that its process may run on; all of this machine where it is not known. */
export function cpusOf(process: ProcessIdentity | null): number {
  const status = process === null ? '' : (readProc(`${process.pid}/status`) ?? '');
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1];
  return (list === undefined ? null : parseCpuList(list))?.length ?? os.cpus().length;
}
