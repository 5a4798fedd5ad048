/** A failure on a full disk says nothing about a service: it ends the run, which can go on later. */
import path from 'node:path';
import { refuseFullDisk } from '../host/disk-faults.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { Launch, Runtime } from '../runtime/runtime.ts';

type Emit = (entry: JournalEntry) => void;

/** Where the failing program had to write, and what it failed with; null: it is no failure. */
function failureOf(entry: JournalEntry, logs: string): readonly [string, string] | null {
  if (entry.type === 'build-failed')
    return [path.dirname(entry.log_file), `the build of ${entry.service}: ${entry.reason}`];
  if (entry.type === 'server-failed') return [logs, `${entry.server}: ${entry.reason}`];
  if (entry.type === 'cell-failed')
    return [logs, `${entry.server} x ${entry.client}: ${entry.reason}`];
  if (entry.type !== 'verify-finished') return null;
  const [problem] = entry.problems;
  return problem === undefined ? null : [logs, `${entry.service}: ${problem}`];
}

/** `logs`: the folder of the run's logs. What it gives throws a UserError instead of emitting the failure. */
export function unlessDiskFull(logs: string, emit: Emit): Emit {
  return (entry) => {
    const failure = failureOf(entry, logs);
    if (failure !== null) refuseFullDisk(...failure);
    emit(entry);
  };
}

/** The runtime, starting nothing whose log would have no room: many programs just wait then. */
export function whereRoom(runtime: Runtime): Runtime {
  const refuse = ({ log_base, service }: Launch): void => {
    refuseFullDisk(path.dirname(log_base), `there is no room for the log of ${service}`);
  };
  return {
    ...runtime,
    startServer: async (launch) => {
      refuse(launch);
      return runtime.startServer(launch);
    },
    startClient: async (launch, onLine) => {
      refuse(launch);
      return runtime.startClient(launch, onLine);
    },
  };
}
