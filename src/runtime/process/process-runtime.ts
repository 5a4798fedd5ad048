/** The runtime that needs nothing but the toolchains: services are local processes. */
import { setTimeout as delay } from 'node:timers/promises';
import { orphans, OWNER_VARIABLE, ownOwner } from '../../host/owner.ts';
import { commandLine, processesMarked } from '../../host/process-table.ts';
import type { ProcessIdentity } from '../../host/process-table.ts';
import { LineSplitter } from '../lines.ts';
import { LaunchError } from '../runtime.ts';
import type { Launch, RunningClient, RunningServer, Runtime } from '../runtime.ts';
import { firstLineOf } from './first-line.ts';
import { spawn } from './spawn.ts';
import { killAll } from './stop.ts';

const LOOPBACK = '127.0.0.1';

async function startServer(launch: Launch): Promise<RunningServer> {
  const running = await spawn(launch, null);
  const output = `${launch.log_base}.out.log`;
  const ended = running.exited.then(() => null);
  return {
    ...running,
    host: LOOPBACK,
    firstLine: (timeout_ms) => {
      const aborted = new AbortController();
      const silent = delay(timeout_ms, null, { signal: aborted.signal }).catch(() => null);
      const line = firstLineOf(output, aborted.signal);
      return Promise.race([line, ended, silent]).finally(() => {
        aborted.abort();
      });
    },
  };
}

async function startClient(launch: Launch, onLine: (line: string) => void): Promise<RunningClient> {
  const splitter = new LineSplitter(onLine);
  const running = await spawn(launch, (chunk) => {
    splitter.push(chunk);
  });
  return {
    ...running,
    drained: running.closed.then(() => {
      splitter.end();
    }),
  };
}

async function sweepLeftovers(): Promise<string[]> {
  const found = orphans().map(
    ({ pid }) => `ended process ${pid} (${commandLine(pid)}), left behind by an earlier run`,
  );
  if (found.length > 0) await killAll(orphans);
  return found;
}

/** All that carries this tool's mark: services, and builds that are going on. */
function ownChildren(): ProcessIdentity[] {
  const owner = ownOwner();
  return processesMarked(OWNER_VARIABLE, (value) => value === owner).filter(
    ({ pid }) => pid !== process.pid,
  );
}

export function openProcessRuntime(): Runtime {
  let closed = false;
  const starting = new Set<Promise<unknown>>();
  const unlessClosed = async <T>(start: () => Promise<T>): Promise<T> => {
    if (closed) throw new LaunchError('the run has been ended');
    const attempt = start();
    starting.add(attempt);
    return attempt.finally(() => starting.delete(attempt));
  };
  return {
    name: 'process',
    reach: () => Promise.resolve({ listen_host: LOOPBACK, tool_host: LOOPBACK }),
    sweepLeftovers,
    startServer: (launch) => unlessClosed(() => startServer(launch)),
    startClient: (launch, onLine) => unlessClosed(() => startClient(launch, onLine)),
    close: () => Promise.resolve(),
    killAll: async () => {
      closed = true;
      await killAll(ownChildren);
      // What was being started a moment ago has its mark now.
      await Promise.allSettled(starting);
      await killAll(ownChildren);
    },
  };
}
