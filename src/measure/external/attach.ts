/** Takes up a server that already runs: nobody starts it, and it goes on when it is let go. */
import { types } from 'node:util';
import { unlessInterrupted } from '../../host/interrupted.ts';
import { errorText } from '../../host/user-error.ts';
import type { ExternalServer } from '../../plan/external-server.ts';
import { portOf } from '../../plan/server-url.ts';
import type { Watched } from '../../runtime/runtime.ts';
import { ControlConnection } from '../control-connection.ts';
import { answerOrder, ServerFailure } from '../ready-server.ts';
import type { ReadyServer } from '../ready-server.ts';
import { restartFault } from '../stats-answer.ts';
import type { StatsAnswer } from '../stats-answer.ts';
import { cpusOf, usageOf } from './usage.ts';

/** As it was met before the first block; it must be the same in each. */
export interface KnownServer {
  readonly external: ExternalServer;
  /** Names an address. */
  readonly url: string;
  /** Its last answer to `GET /stats`; null: it has no /stats. */
  readonly stats: StatsAnswer | null;
}

function watched({ process }: ExternalServer, url: string): Watched {
  const of = process === null ? '' : `, process ${process.pid}.${process.start_ticks}`;
  return {
    instance: `running at ${url}${of}`,
    exited: new Promise(() => undefined), // it is not our child: its end shows in its answers
    log_file: null,
    usage: usageOf(process),
    logTail: () => [],
  };
}

/** Errors of the network have a code. */
function reasonOf(error: unknown): string {
  const isOfNetwork = types.isNativeError(error) && 'code' in error;
  return isOfNetwork ? `it gives no answer: ${error.message}` : errorText(error);
}

/** Whoever answers there. Throws a ServerFailure, Interrupted. */
export async function meet(
  external: ExternalServer,
  url: string,
  signal: AbortSignal,
): Promise<ReadyServer> {
  const started = performance.now();
  const control = new ControlConnection(url);
  try {
    const stats = await unlessInterrupted(signal, control.statsIfAny());
    await unlessInterrupted(signal, answerOrder(control));
    return {
      name: external.name,
      url,
      port: portOf(url),
      ready_ms: Math.round(performance.now() - started),
      running: watched(external, url),
      cpus: cpusOf(external.process),
      control,
      stats,
      stop: async () => {
        await control.close();
        return null;
      },
    };
  } catch (error) {
    await control.close();
    if (signal.aborted) throw error;
    throw new ServerFailure(reasonOf(error), null);
  }
}

function changed(before: StatsAnswer | null, now: StatsAnswer | null): string | null {
  if (before !== null && now !== null) return restartFault(before, now);
  if (before === now) return null;
  return `it was replaced: ${now === null ? 'its /stats is gone' : 'it has a /stats now'}`;
}

/** The same as before. Throws a ServerFailure, Interrupted. */
export async function attach(known: KnownServer, signal: AbortSignal): Promise<ReadyServer> {
  const server = await meet(known.external, known.url, signal);
  const fault = changed(known.stats, server.stats);
  if (fault === null) return server;
  await server.stop();
  throw new ServerFailure(fault, null);
}
