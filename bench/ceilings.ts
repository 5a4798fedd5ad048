/** What the servers cost beside each other, and how lean the reference services are: ratios of neighbouring windows. */
import { median } from 'simple-statistics';
import type { BuiltService } from '../src/build/built-service.ts';
import type { MeasuredWindow } from '../src/measure/facts.ts';
import type { ReadyServer } from '../src/measure/ready-server.ts';
import {
  benchContext,
  buildNamed,
  builtNamed,
  clientUsPerRequest,
  SETTINGS,
  throughputOf,
  windowOf,
} from './setting.ts';
import type { BuiltServices } from './setting.ts';
import { atLeast, atMost, renderRatios } from './table.ts';
import type { RatioRow } from './table.ts';
import { withServer } from './with-server.ts';
import { requireTool } from './require-tool.ts';
import { runWrk, wrkUsPerRequest, writeScript } from './wrk.ts';

/** The fastest server beside the reference: wrk saturates it, and it saturates the clients. */
const FAST_SERVER = 'rust-actix';
const SERVERS = ['rust-actix', 'go-gin', 'python-fastapi'];
/** The name of the leanest server and of the leanest client. */
const REFERENCE = 'reference';
const WRK_SECONDS = 2;

const context = benchContext();
const wrkLoad = {
  connections: SETTINGS.connections,
  duration_s: WRK_SECONDS,
  payload_bytes: SETTINGS.payload_bytes,
  cpu: context.pinning.client?.[0] ?? 1,
};

interface Round {
  /** Throughput of the reference client against the fast server. */
  readonly fast_rps: number;
  /** CPU of the server for each request under wrk. */
  readonly server_us: ReadonlyMap<string, number>;
  readonly reference: ReferenceRound;
}

/** The reference server with the reference client, and with wrk. */
interface ReferenceRound {
  readonly client_us: number;
  readonly wrk_us: number;
  readonly rps: number;
}

const windows: MeasuredWindow[] = [];

async function measured(
  round: number,
  client: BuiltService,
  server: ReadyServer,
): Promise<MeasuredWindow> {
  const window = await windowOf(round, client, server, context);
  windows.push(window);
  return window;
}

/** CPU time over everything that wrk asked, divided by what the server counted. */
async function serverUsPerRequest(server: ReadyServer, script: string): Promise<number> {
  await runWrk(server.url, script, { ...wrkLoad, duration_s: 1 });
  const [before, cpuBefore] = [await server.control.stats(), await server.running.usage()];
  await runWrk(server.url, script, wrkLoad);
  const [after, cpuAfter] = [await server.control.stats(), await server.running.usage()];
  const cpu_ns = (cpuAfter.cpu_ns ?? NaN) - (cpuBefore.cpu_ns ?? NaN);
  return cpu_ns / 1000 / (after.total_requests - before.total_requests);
}

/** wrk and the reference client beside each other, and which comes first changes from round to round. */
async function measureReference(
  round: number,
  { servers, clients }: BuiltServices,
  script: string,
): Promise<ReferenceRound> {
  const client = builtNamed(clients, REFERENCE);
  return withServer(builtNamed(servers, REFERENCE), context, async (server) => {
    const wrkUs = (): Promise<number> => wrkUsPerRequest(server, script, wrkLoad);
    const wrkBefore = round % 2 === 0 ? await wrkUs() : null;
    const window = await measured(round, client, server);
    return {
      client_us: clientUsPerRequest(window),
      wrk_us: wrkBefore ?? (await wrkUs()),
      rps: throughputOf(window),
    };
  });
}

async function measureRound(
  round: number,
  services: BuiltServices,
  script: string,
): Promise<Round> {
  const { servers, clients } = services;
  const fast_rps = await withServer(builtNamed(servers, FAST_SERVER), context, async (server) =>
    throughputOf(await measured(round, builtNamed(clients, REFERENCE), server)),
  );
  const reference = await measureReference(round, services, script);
  const server_us = new Map<string, number>();
  for (const name of SERVERS) {
    const built = builtNamed(servers, name);
    const us = await withServer(built, context, (server) => serverUsPerRequest(server, script));
    server_us.set(name, us);
  }
  return { fast_rps, server_us, reference };
}

function rows(rounds: readonly Round[]): RatioRow[] {
  const ratios = (of: (round: Round) => number): number[] => rounds.map(of);
  const us = (round: Round, name: string): number => round.server_us.get(name) ?? NaN;
  return [
    {
      what: 'server CPU per request: go-gin / rust-actix',
      ratios: ratios((round) => us(round, 'go-gin') / us(round, 'rust-actix')),
      wanted: atLeast(1.9),
    },
    {
      what: 'server CPU per request: python-fastapi / go-gin',
      ratios: ratios((round) => us(round, 'python-fastapi') / us(round, 'go-gin')),
      wanted: atLeast(5),
    },
    {
      what: `client CPU per request: ${REFERENCE} / wrk`,
      ratios: ratios(({ reference }) => reference.client_us / reference.wrk_us),
      wanted: atMost(1.05),
    },
    {
      what: `throughput of servers: ${REFERENCE} / ${FAST_SERVER}`,
      ratios: ratios((round) => round.reference.rps / round.fast_rps),
      wanted: atLeast(1.2),
    },
  ];
}

function renderTool(): string {
  const cpus = windows.map(({ tool }) => tool.cpus);
  const rss = windows.map(({ tool }) => tool.rss_bytes);
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  return [
    `pairbench itself, while ${windows.length} windows were measured:`,
    `  CPU     median ${percent(median(cpus))} of a core, most ${percent(Math.max(...cpus))} (wanted < 2 %)`,
    `  memory  ${(Math.max(...rss) / 1e6).toFixed(0)} MB at most (wanted < 150 MB)`,
    '',
  ].join('\n');
}

export async function benchCeilings(): Promise<void> {
  await requireTool('wrk', 'wrk');
  const services = await buildNamed({
    servers: [...SERVERS, REFERENCE],
    clients: [REFERENCE],
  });
  const script = writeScript(context.logs, SETTINGS.payload_bytes);
  const rounds: Round[] = [];
  for (let round = 1; round <= SETTINGS.rounds; round += 1) {
    process.stderr.write(`round ${round} of ${SETTINGS.rounds}\n`);
    rounds.push(await measureRound(round, services, script));
  }
  const { connections, payload_bytes } = SETTINGS;
  process.stdout.write(
    renderRatios(
      `C = ${connections}, ${payload_bytes}-byte body, one core a side, median (range) of ` +
        `${rounds.length} interleaved rounds;\nthroughput of servers under the ${REFERENCE} client;\n` +
        `CPU of servers under wrk, of clients against the ${REFERENCE} server`,
      rows(rounds),
    ) + renderTool(),
  );
}
