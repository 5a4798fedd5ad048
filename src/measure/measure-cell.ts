/** Measures one pair once: the client runs against a server that is ready, both are watched. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BuiltService } from '../build/built-service.ts';
import { collectGarbage } from '../host/garbage.ts';
import { refuseInterrupted, unlessInterrupted } from '../host/interrupted.ts';
import { lastLines } from '../host/log-file.ts';
import { errorText } from '../host/user-error.ts';
import type { Settings } from '../plan/facts.ts';
import { isLoadOnly } from '../plan/manifest.ts';
import { fileNameOf } from '../plan/service-key.ts';
import { busyCpus, usableThreads } from '../plan/side-load.ts';
import { describeExit } from '../runtime/runtime.ts';
import type { Exit, RunningClient, Watched } from '../runtime/runtime.ts';
import { clientArguments, misunderstoodSettings } from './client-arguments.ts';
import type { AskedSettings } from './client-arguments.ts';
import { clientEventSchema, loadOnlyEventSchema } from './client-events.ts';
import type { AnyClientRun } from './client-events.ts';
import { ClientFault, ClientProtocol } from './client-protocol.ts';
import type { MeasureContext } from './context.ts';
import { awaitRoom } from './closed-connections.ts';
import { awaitPorts } from './free-ports.ts';
import type { CellPlace, MeasuredWindow, MeasureFact } from './facts.ts';
import { runClient } from './run-client.ts';
import type { ReadyServer } from './ready-server.ts';
import { restartFault } from './stats-answer.ts';
import type { StatsAnswer } from './stats-answer.ts';
import { WindowSampler } from './window-sampler.ts';
import { sharesOfWorkers } from './worker-shares.ts';

const LOG_TAIL_LINES = 15;
/** Between the last answer of a server and the news of its end. */
const SERVER_END_MS = 100;

/** Begins the names of log files. */
export function roundLabel({ pass, round }: Pick<CellPlace, 'pass' | 'round'>): string {
  return pass === 'throughput' ? `r${round}` : `${pass}-r${round}`;
}

/** What this client is asked to do; a client may be able to use fewer threads than there are CPUs. */
export function askedSettings(settings: Settings, client: BuiltService): AskedSettings {
  const { connections, warmup_ms, duration_ms, requests, rate_per_s } = settings;
  const { payload_bytes, timeout_ms, keep_alive } = settings;
  const threads = usableThreads(client.service, settings.threads);
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

/** What one worker counts must not be taken for requests that were lost. Throws a ClientFault. */
async function refuseShares(
  counted: MeasuredWindow['server_counted'],
  { result: { requests } }: AnyClientRun,
  server: ReadyServer,
): Promise<void> {
  if (counted === null) return;
  if (counted.orders === requests.warmup + requests.window + requests.drained) return;
  const shares = await sharesOfWorkers(server.url).catch(() => null); // then it is the count that is told
  if (shares !== null) throw new ClientFault(`the server breaks the contract: ${shares}`);
}

/** Its own log tells more than that of the client. */
class ServerDied extends ClientFault {
  readonly log_file: string | null;

  constructor(server: Watched, exit: Exit) {
    const lastWords = server.logTail().at(-1);
    super(
      `the server died while it was measured, with ${describeExit(exit)}` +
        (lastWords === undefined ? '' : `: ${lastWords}`),
    );
    this.log_file = server.log_file;
  }
}

function whenServerDies({ running }: ReadyServer): Promise<never> {
  const died = running.exited.then((exit) => {
    throw new ServerDied(running, exit);
  });
  died.catch(() => undefined); // every server ends at last, then nobody waits any more
  return died;
}

/** A client may see the end of its server before the tool does: then that is no fault of the client's. */
async function blamed(fault: ClientFault, { running }: ReadyServer): Promise<ClientFault> {
  // It keeps the tool alive: of a server that is not its child nothing else does.
  const grace = delay(SERVER_END_MS, null);
  const exit = await Promise.race([running.exited, grace]);
  return exit === null ? fault : new ServerDied(running, exit);
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
    onConnected: () => {
      // Without a warm-up the window begins at once, and would be looked at late.
      if (asked.warmup_ms > 0) sampler?.rehearse();
    },
    onMeasuring: () => sampler?.begin(),
    onWindowEnd: () => sampler?.end(),
  });
  try {
    await runClient(client, clientArguments(asked, server.url), label, context, {
      onStart: (running: RunningClient) => {
        const cpus = {
          client: busyCpus(context.pinning, 'client', asked.threads),
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
    await refuseShares(countedBetween(before, after), client_run, server);
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

/** Waits for local ports, and for room for those that it will close; that it had to is emitted. */
async function unlessPortsLack(
  place: CellPlace,
  { port }: ReadyServer,
  { settings, signal, emit }: MeasureContext,
): Promise<void> {
  const waited = await unlessInterrupted(signal, awaitPorts(port, settings, signal));
  if (waited !== null) emit({ type: 'ports-awaited', ...place, ...waited });
  const room = await unlessInterrupted(signal, awaitRoom(settings, signal));
  if (room !== null) emit({ type: 'room-awaited', ...place, ...room });
}

/** `cell-measured`, or `cell-failed` for a fault of client or server; throws Interrupted. */
export async function measureCell(
  place: CellPlace,
  client: BuiltService,
  server: ReadyServer,
  context: MeasureContext,
): Promise<MeasureFact> {
  // No name has two dashes, so no other log has this one's.
  const names = [place.server, place.client].map(fileNameOf);
  const label = `${roundLabel(place)}-${names.join('--')}`;
  try {
    await unlessPortsLack(place, server, context);
    const window = await measureWindow(client, server, label, context);
    return { type: 'cell-measured', ...place, window };
  } catch (error) {
    if (!(error instanceof ClientFault)) throw error;
    refuseInterrupted(context.signal);
    const fault = await blamed(error, server);
    const own = `${path.join(context.logs, label)}.err.log`;
    const log_file = (fault instanceof ServerDied ? fault.log_file : null) ?? own;
    const log_tail = lastLines(log_file, LOG_TAIL_LINES);
    return { type: 'cell-failed', ...place, reason: fault.message, log_file, log_tail };
  }
}
