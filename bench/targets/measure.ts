/** Rounds in which every client and wrk load the reference server, and wrk loads every server. */
import { mean } from 'simple-statistics';
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
import { CLIENTS, REFERENCE, SERVERS } from './wanted.ts';

const WARMUP_S = 1;

interface ClientFigures {
  readonly rps: number;
  readonly cpu_us_per_request: number;
}

export interface Round {
  /** wrk against the reference server: the mean of a window before the clients and one behind them. */
  readonly wrk_rps: number;
  readonly clients: ReadonlyMap<string, ClientFigures>;
  /** Under wrk. */
  readonly server_rps: ReadonlyMap<string, number>;
  readonly reference_rps: number;
}

/** wrk's part of a round. */
export interface Yardstick {
  readonly script: string;
  readonly load: WrkLoad;
}

/** After a warm-up, since a server that was just started is slower. */
async function underWrk(server: ReadyServer, { script, load }: Yardstick): Promise<number> {
  await runWrk(server.url, script, { ...load, duration_s: WARMUP_S });
  return runWrk(server.url, script, load);
}

async function clientsOf(
  round: number,
  { servers, clients }: BuiltServices,
  yardstick: Yardstick,
  context: MeasureContext,
): Promise<Pick<Round, 'wrk_rps' | 'clients'>> {
  return withServer(builtNamed(servers, REFERENCE), context, async (server) => {
    const before = await underWrk(server, yardstick);
    const figures = new Map<string, ClientFigures>();
    for (const name of rotated(Object.keys(CLIENTS), round)) {
      const window = await windowOf(round, builtNamed(clients, name), server, context);
      const cpu_us_per_request = clientUsPerRequest(window);
      figures.set(name, { rps: throughputOf(window), cpu_us_per_request });
    }
    const wrk_rps = mean([before, await underWrk(server, yardstick)]);
    return { wrk_rps, clients: figures };
  });
}

async function serversOf(
  round: number,
  { servers }: BuiltServices,
  yardstick: Yardstick,
  context: MeasureContext,
): Promise<Pick<Round, 'server_rps' | 'reference_rps'>> {
  const rps = new Map<string, number>();
  for (const name of rotated([REFERENCE, ...Object.keys(SERVERS)], round))
    rps.set(
      name,
      await withServer(builtNamed(servers, name), context, (server) => underWrk(server, yardstick)),
    );
  return { server_rps: rps, reference_rps: rps.get(REFERENCE) ?? NaN };
}

export async function measureRounds(
  services: BuiltServices,
  yardstick: Yardstick,
  context: MeasureContext,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let round = 1; round <= SETTINGS.rounds; round += 1) {
    process.stderr.write(`round ${round} of ${SETTINGS.rounds}\n`);
    rounds.push({
      ...(await clientsOf(round, services, yardstick, context)),
      ...(await serversOf(round, services, yardstick, context)),
    });
  }
  return rounds;
}
