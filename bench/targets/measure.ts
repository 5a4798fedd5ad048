/** Rounds in which every client and wrk load the reference server, and wrk loads every server. */
import type { MeasureContext } from '../../src/measure/context.ts';
import type { ReadyServer } from '../../src/measure/ready-server.ts';
import {
  type BuiltServices,
  builtNamed,
  clientUsPerRequest,
  rotated,
  SETTINGS,
  throughputOf,
  windowOf,
} from '../setting.ts';
import { withServer } from '../with-server.ts';
import { runWrk, type WrkLoad } from '../wrk.ts';
import { type Beside, BesideYardstick } from './beside.ts';
import { CLIENTS, REFERENCE, SERVERS } from './wanted.ts';

/** wrk against the reference server: before and behind each window. */
const YARDSTICK_S = 1;
const WARMUP_S = 1;

interface ClientFigures {
  readonly rps: number;
  readonly cpu_us_per_request: number;
}

export interface Round {
  /** Beside wrk, against the same reference server. */
  readonly clients: ReadonlyMap<string, Beside<ClientFigures>>;
  /** Throughput under wrk, beside that of the reference server. */
  readonly servers: ReadonlyMap<string, Beside<number>>;
}

/** wrk's part of a round. */
export interface Yardstick {
  readonly script: string;
  readonly load: WrkLoad;
}

/** After a warm-up, since a server that was just started is slower. */
async function warm({ url }: ReadyServer, { script, load }: Yardstick): Promise<void> {
  await runWrk(url, script, { ...load, duration_s: WARMUP_S });
}

async function clientsOf(
  round: number,
  reference: ReadyServer,
  beside: BesideYardstick,
  { clients }: BuiltServices,
  context: MeasureContext,
): Promise<Round['clients']> {
  const figures = new Map<string, Beside<ClientFigures>>();
  for (const name of rotated(Object.keys(CLIENTS), round))
    figures.set(
      name,
      await beside.measure(async () => {
        const window = await windowOf(round, builtNamed(clients, name), reference, context);
        return { rps: throughputOf(window), cpu_us_per_request: clientUsPerRequest(window) };
      }),
    );
  return figures;
}

async function serversOf(
  round: number,
  beside: BesideYardstick,
  { servers }: BuiltServices,
  yardstick: Yardstick,
  context: MeasureContext,
): Promise<Round['servers']> {
  const figures = new Map<string, Beside<number>>();
  for (const name of rotated(Object.keys(SERVERS), round))
    figures.set(
      name,
      await withServer(builtNamed(servers, name), context, async (server) => {
        await warm(server, yardstick);
        return beside.measure(() => runWrk(server.url, yardstick.script, yardstick.load));
      }),
    );
  return figures;
}

async function measureRound(
  round: number,
  services: BuiltServices,
  yardstick: Yardstick,
  context: MeasureContext,
): Promise<Round> {
  // It stays up beside the others, on the core of the servers, and has nothing to do while they are loaded.
  return withServer(builtNamed(services.servers, REFERENCE), context, async (reference) => {
    await warm(reference, yardstick);
    const { script, load } = yardstick;
    const beside = new BesideYardstick(() =>
      runWrk(reference.url, script, { ...load, duration_s: YARDSTICK_S }),
    );
    return {
      clients: await clientsOf(round, reference, beside, services, context),
      servers: await serversOf(round, beside, services, yardstick, context),
    };
  });
}

export async function measureRounds(
  services: BuiltServices,
  yardstick: Yardstick,
  context: MeasureContext,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let round = 1; round <= SETTINGS.rounds; round += 1) {
    process.stderr.write(`round ${round} of ${SETTINGS.rounds}\n`);
    rounds.push(await measureRound(round, services, yardstick, context));
  }
  return rounds;
}
