/** Measures one pair once: the client runs against a server that is ready, both are watched. */
import path from 'node:path';
import type { BuiltService } from '../build/built-service.ts';
import { collectGarbage } from '../host/garbage.ts';
import { refuseInterrupted } from '../host/interrupted.ts';
import { lastLines } from '../host/log-file.ts';
import { errorText } from '../host/user-error.ts';
import type { Settings } from '../plan/facts.ts';
import { isLoadOnly } from '../plan/manifest.ts';
import { describeExit } from '../runtime/runtime.ts';
import type { RunningClient } from '../runtime/runtime.ts';
import { clientArguments, misunderstoodSettings } from './client-arguments.ts';
import type { AskedSettings } from './client-arguments.ts';
import { clientEventSchema, loadOnlyEventSchema } from './client-events.ts';
import { ClientFault, ClientProtocol } from './client-protocol.ts';
import type { MeasureContext } from './context.ts';
import type { CellPlace, MeasuredWindow, MeasureFact } from './facts.ts';
import { runClient } from './run-client.ts';
import type { ReadyServer } from './ready-server.ts';
import { restartFault } from './stats-answer.ts';
import type { StatsAnswer } from './stats-answer.ts';
import { WindowSampler } from './window-sampler.ts';

const LOG_TAIL_LINES = 15;

/** Begins the names of log files. */
export function roundLabel({ pass, round }: Pick<CellPlace, 'pass' | 'round'>): string {
  return pass === 'throughput' ? `r${round}` : `${pass}-r${round}`;
}

/** What this client is asked to do; a client may be able to use fewer threads than there are CPUs. */
export function askedSettings(settings: Settings, client: BuiltService): AskedSettings {
  const { connections, warmup_ms, duration_ms, requests, rate_per_s } = settings;
  const { payload_bytes, timeout_ms, keep_alive } = settings;
  const threads = Math.min(settings.threads, client.service.manifest.max_threads ?? Infinity);
  return {
    connections,
    threads,
    warmup_ms,
    duration_ms,
    requests,
    rate_per_s,
    payload_bytes,
    timeout_ms,
    keep_alive,
  };
}

interface Sighting {
  readonly stats: StatsAnswer;
  readonly orders: number;
  /** The tool's own left out. */
  readonly connections: number;
}

/** Null: it has no /stats. Throws a ClientFault when it is not the server that it was. */
async function look(server: ReadyServer, earlier: StatsAnswer | null): Promise<Sighting | null> {
  if (earlier === null) return null;
  const stats = await server.control.stats().catch((error: unknown) => {
    throw new ClientFault(`the server does not answer GET /stats: ${errorText(error)}`);
  });
  const fault = restartFault(earlier, stats);
  if (fault !== null) throw new ClientFault(`the server is not the one that it was: ${fault}`);
  return {
    stats,
    orders: stats.total_requests,
    connections: stats.connections_accepted - server.control.opened,
  };
}

/** Throws a ClientFault for fewer connections than before: counted anew, it has caught up only with ours. */
function countedBetween(
  before: Sighting | null,
  after: Sighting | null,
): MeasuredWindow['server_counted'] {
  if (before === null || after === null) return null;
  const connections = after.connections - before.connections;
  if (connections < 0)
    throw new ClientFault(
      'the server is not the one that it was: it was restarted: of connections_accepted of /stats ' +
        `${after.connections} are left without those of the tool, before there were ${before.connections}`,
    );
  return { orders: after.orders - before.orders, connections };
}

function whenServerDies(server: ReadyServer): Promise<never> {
  const died = server.running.exited.then((exit) => {
    const lastWords = server.running.logTail().at(-1);
    throw new ClientFault(
      `the server died while it was measured, with ${describeExit(exit)}` +
        (lastWords === undefined ? '' : `: ${lastWords}`),
    );
  });
  died.catch(() => undefined); // every server ends at last, then nobody waits any more
  return died;
}

async function measureWindow(
  client: BuiltService,
  server: ReadyServer,
  label: string,
  context: MeasureContext,
): Promise<MeasuredWindow> {
  const asked = askedSettings(context.settings, client);
  collectGarbage();
  const before = await look(server, server.stats);
  let sampler: WindowSampler | null = null;
  const schema = isLoadOnly(client.service) ? loadOnlyEventSchema : clientEventSchema;
  const protocol = new ClientProtocol(schema, {
    onHello: (understood) => {
      const [wrong] = misunderstoodSettings(asked, server.url, understood);
      if (wrong !== undefined) throw new ClientFault(`it ignores a flag: ${wrong}`);
    },
    onMeasuring: () => sampler?.begin(),
    onWindowEnd: () => sampler?.end(),
  });
  try {
    await runClient(client, clientArguments(asked, server.url), label, context, {
      onStart: (running: RunningClient) => {
        const cpus = {
          client: context.pinning.client?.length ?? context.settings.threads,
          server: server.cpus,
        };
        sampler = new WindowSampler(running, server.running, cpus);
      },
      onLine: (line) => {
        protocol.line(line);
      },
      givenUp: whenServerDies(server),
    });
    const client_run = protocol.finish();
    const after = await look(server, before?.stats ?? null);
    const sampled = await (sampler as WindowSampler | null)?.result();
    if (sampled === undefined) throw new ClientFault('it ended before it was watched');
    return {
      client_run,
      server_counted: countedBetween(before, after),
      ...sampled,
    };
  } finally {
    (sampler as WindowSampler | null)?.cancel();
  }
}

/** `cell-measured`, or `cell-failed` for a fault of client or server; throws Interrupted. */
export async function measureCell(
  place: CellPlace,
  client: BuiltService,
  server: ReadyServer,
  context: MeasureContext,
): Promise<MeasureFact> {
  // No name has two dashes, so no other log has this one's.
  const label = `${roundLabel(place)}-${place.server}--${place.client}`;
  try {
    const window = await measureWindow(client, server, label, context);
    return { type: 'cell-measured', ...place, window };
  } catch (error) {
    if (!(error instanceof ClientFault)) throw error;
    refuseInterrupted(context.signal);
    const log_file = `${path.join(context.logs, label)}.err.log`;
    const log_tail = lastLines(log_file, LOG_TAIL_LINES);
    return { type: 'cell-failed', ...place, reason: error.message, log_file, log_tail };
  }
}
