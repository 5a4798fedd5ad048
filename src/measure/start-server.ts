/** Starts a server and waits until it has proved who it is and answered an order. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { BuiltService } from '../build/built-service.ts';
import { errorText } from '../host/user-error.ts';
import { fileNameOf } from '../plan/service-key.ts';
import { busyCpus } from '../plan/side-load.ts';
import { describeExit, LaunchError } from '../runtime/runtime.ts';
import type { RunningServer } from '../runtime/runtime.ts';
import { ControlConnection } from './control-connection.ts';
import { refuseInterrupted, unlessInterrupted } from '../host/interrupted.ts';
import type { MeasureContext } from './context.ts';
import { fdLimitFault } from './fd-limit.ts';
import { attach } from './external/attach.ts';
import type { KnownServer } from './external/attach.ts';
import { answerOrder, ServerFailure } from './ready-server.ts';
import type { ReadyServer } from './ready-server.ts';
import type { StatsAnswer } from './stats-answer.ts';
import { takenPort } from './taken-port.ts';

const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 10;

const announcementSchema = z.object({
  event: z.literal('listening'),
  port: z.int().positive().max(65_535),
  pid: z.int().positive(),
});

type Announcement = z.infer<typeof announcementSchema>;

/** Throws an Error, one sentence, when it is not what the contract says. */
export function parseAnnouncement(line: string): Announcement {
  try {
    return announcementSchema.parse(JSON.parse(line));
  } catch {
    const shown = line.length > 100 ? `${line.slice(0, 100)}…` : line;
    throw new Error(
      `its first line on stdout must be {"event":"listening","port":N,"pid":N}, it is: ${shown}`,
    );
  }
}

async function announcement(running: RunningServer, deadline: number): Promise<Announcement> {
  const line = await running.firstLine(Math.max(1, deadline - performance.now()));
  if (line !== null) return parseAnnouncement(line);
  const exit = await Promise.race([running.exited, nextTurn(null)]);
  throw new Error(
    exit === null
      ? `it did not say within ${READY_TIMEOUT_MS / 1000} s that it listens`
      : `it ended with ${describeExit(exit)} before it listened`,
  );
}

/** Null: it is ours. */
function identityFault(
  stats: StatsAnswer,
  token: string,
  build_id: string,
  pid: number,
): string | null {
  if (stats.token !== token)
    return `its port is answered by another server ("${stats.server}", pid ${stats.pid}): wrong token`;
  if (stats.build_id !== build_id)
    return `/stats names build ${stats.build_id || '(none)'}, ${build_id} was started`;
  if (stats.pid !== pid) return `/stats names pid ${stats.pid}, pid ${pid} was announced`;
  return null;
}

/** Listening is not ready: uvicorn listens 0.4 s before it answers. */
async function identify(
  control: ControlConnection,
  running: RunningServer,
  expected: { token: string; build_id: string; pid: number },
  deadline: number,
): Promise<StatsAnswer> {
  const ended = running.exited.then((exit) => {
    throw new Error(`it ended with ${describeExit(exit)} before it was ready`);
  });
  ended.catch(() => undefined); // it may well end later, when nobody waits any more
  for (;;) {
    const stats = await Promise.race([control.stats().catch(errorText), ended]);
    if (typeof stats !== 'string') {
      const fault = identityFault(stats, expected.token, expected.build_id, expected.pid);
      if (fault !== null) throw new Error(fault);
      await answerOrder(control);
      return stats;
    }
    if (performance.now() > deadline)
      throw new Error(`it was not ready within ${READY_TIMEOUT_MS / 1000} s: ${stats}`);
    await delay(POLL_MS);
  }
}

async function launch(
  built: BuiltService,
  label: string,
  token: string,
  context: MeasureContext,
): Promise<RunningServer> {
  const log_base = path.join(context.logs, `${label}-${fileNameOf(built.service.name)}`);
  try {
    const { listen_host } = await context.runtime.reach();
    return await context.runtime.startServer({
      service: built.service.name,
      program: built.program,
      args: [],
      cpus: context.pinning.server,
      token,
      log_base,
      env: {
        ...built.service.manifest.start.env,
        HOST: listen_host,
        PORT: '0',
        WORKERS: String(context.settings.workers),
        PAIRBENCH_BUILD_ID: built.build_id,
      },
    });
  } catch (error) {
    if (error instanceof LaunchError) throw new ServerFailure(error.message, `${log_base}.err.log`);
    throw error;
  }
}

/** With the token of this launch, which it must give back. */
export interface StartedServer extends ReadyServer {
  readonly token: string;
}

/** `label` begins the names of its log files. Throws a ServerFailure; nothing is left running then. */
export async function startServer(
  built: BuiltService,
  label: string,
  context: MeasureContext,
): Promise<StartedServer> {
  const started = performance.now();
  const token = randomBytes(16).toString('hex');
  const running = await launch(built, label, token, context);
  const deadline = started + READY_TIMEOUT_MS;
  let control: ControlConnection | null = null;
  try {
    const { port, pid } = await unlessInterrupted(context.signal, announcement(running, deadline));
    const url = `http://${running.host}:${port}`;
    const connection = new ControlConnection(url);
    control = connection;
    const expected = { token, build_id: built.build_id, pid };
    const stats = await unlessInterrupted(
      context.signal,
      identify(connection, running, expected, deadline),
    );
    const ready_ms = Math.round(performance.now() - started);
    const stop = async (): Promise<string> => {
      await connection.close();
      return running.stop();
    };
    const name = built.service.name;
    const cpus = busyCpus(context.pinning, 'server', context.settings.workers);
    return { name, url, port, token, ready_ms, running, cpus, control: connection, stats, stop };
  } catch (error) {
    await control?.close();
    const tail = running.logTail();
    await running.stop();
    refuseInterrupted(context.signal);
    const taken = takenPort(tail);
    const reason = taken === null ? errorText(error) : `${errorText(error)}: ${taken}`;
    throw new ServerFailure(reason, running.log_file, tail, error);
  }
}

/** For a load of so many connections. In a container the pid is another one, and the runtime sets the limit. */
async function startForLoad(
  built: BuiltService,
  label: string,
  context: MeasureContext,
): Promise<ReadyServer> {
  const server = await startServer(built, label, context);
  const { connections, workers } = context.settings;
  if (context.runtime.name !== 'process' || server.stats === null) return server;
  const fault = fdLimitFault(server.stats.pid, connections, workers);
  if (fault === null) return server;
  await server.stop();
  throw new ServerFailure(fault, server.running.log_file);
}

/** Fresh, or the one that was met before. Throws a ServerFailure. */
export function openServer(
  server: BuiltService | KnownServer,
  label: string,
  context: MeasureContext,
): Promise<ReadyServer> {
  return 'external' in server
    ? attach(server, context.signal)
    : startForLoad(server, label, context);
}
