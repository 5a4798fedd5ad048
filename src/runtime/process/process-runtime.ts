/** The runtime that needs nothing but the toolchains: services are local processes. */
import { setTimeout as delay } from 'node:timers/promises';
import { orphans } from '../../host/owner.ts';
import { commandLine } from '../../host/process-table.ts';
import { LineSplitter } from '../lines.ts';
import type { Launch, RunningClient, RunningServer, Runtime } from '../runtime.ts';
import { firstLineOf } from './first-line.ts';
import { spawn } from './spawn.ts';
import { killAll } from './stop.ts';

async function startServer(launch: Launch): Promise<RunningServer> {
  const running = await spawn(launch, null);
  const output = `${launch.log_base}.out.log`;
  const ended = running.exited.then(() => null);
  return {
    ...running,
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

export const processRuntime: Runtime = {
  name: 'process',
  sweepLeftovers,
  startServer,
  startClient,
};
