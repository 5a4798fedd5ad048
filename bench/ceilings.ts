/** How far each side is from its ceiling, as ratios of neighbouring windows. */
import { median } from 'simple-statistics';
import type { BuiltService } from '../src/build/built-service.ts';
import type { MeasuredWindow } from '../src/measure/facts.ts';
import { startServer } from '../src/measure/start-server.ts';
import type { ReadyServer } from '../src/measure/ready-server.ts';
import { benchContext, buildNamed, SETTINGS, throughputOf, windowOf } from './setting.ts';
import { renderRatios } from './table.ts';
import type { RatioRow } from './table.ts';
import { requireWrk, runWrk, writeScript } from './wrk.ts';

/** The fastest server: wrk saturates it, and it saturates the clients. */
const FAST_SERVER = 'rust-actix';
const CLIENTS = ['rust-reqwest', 'cpp-cpr', 'python-aiohttp'];
const SERVERS = ['rust-actix', 'go-gin', 'python-fastapi'];
const WRK_SECONDS = 2;

const context = benchContext();
const wrkLoad = {
  connections: SETTINGS.connections,
  duration_s: WRK_SECONDS,
  payload_bytes: SETTINGS.payload_bytes,
  cpu: context.pinning.client?.[0] ?? 1,
};

interface Round {
  readonly wrk_rps: number;
  /** Throughput by client. */
  readonly client_rps: ReadonlyMap<string, number>;
  /** CPU of the server for each request under wrk. */
  readonly server_us: ReadonlyMap<string, number>;
}

const windows: MeasuredWindow[] = [];

async function withServer<T>(
  built: BuiltService,
  work: (server: ReadyServer) => Promise<T>,
): Promise<T> {
  const server = await startServer(built, 'bench', context);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function clientRps(
  round: number,
  client: BuiltService,
  server: ReadyServer,
): Promise<number> {
  const window = await windowOf(round, client, server, context);
  windows.push(window);
  return throughputOf(window);
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

async function measureRound(
  round: number,
  services: ReadonlyMap<string, BuiltService>,
  script: string,
): Promise<Round> {
  const built = (name: string): BuiltService => {
    const service = services.get(name);
    if (service === undefined) throw new Error(`${name} was not built`);
    return service;
  };
  const client_rps = new Map<string, number>();
  const wrk_rps = await withServer(built(FAST_SERVER), async (server) => {
    await runWrk(server.url, script, { ...wrkLoad, duration_s: 1 });
    const rps = await runWrk(server.url, script, wrkLoad);
    for (const name of CLIENTS) client_rps.set(name, await clientRps(round, built(name), server));
    return rps;
  });
  const server_us = new Map<string, number>();
  for (const name of SERVERS)
    server_us.set(
      name,
      await withServer(built(name), (server) => serverUsPerRequest(server, script)),
    );
  return { wrk_rps, client_rps, server_us };
}

function rows(rounds: readonly Round[]): RatioRow[] {
  const ratios = (of: (round: Round) => number): number[] => rounds.map(of);
  const us = (round: Round, name: string): number => round.server_us.get(name) ?? NaN;
  const wanted: Record<string, number> = {
    'rust-reqwest': 0.55,
    'cpp-cpr': 0.4,
    'python-aiohttp': 0.12,
  };
  return [
    ...CLIENTS.map((name) => ({
      what: `throughput of ${name} / wrk`,
      ratios: ratios((round) => (round.client_rps.get(name) ?? NaN) / round.wrk_rps),
      wanted: wanted[name] ?? 0,
    })),
    {
      what: 'server CPU per request: go-gin / rust-actix',
      ratios: ratios((round) => us(round, 'go-gin') / us(round, 'rust-actix')),
      wanted: 1.9,
    },
    {
      what: 'server CPU per request: python-fastapi / go-gin',
      ratios: ratios((round) => us(round, 'python-fastapi') / us(round, 'go-gin')),
      wanted: 5,
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
  await requireWrk();
  const services = await buildNamed([...CLIENTS, ...SERVERS]);
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
        `${rounds.length} interleaved rounds;\nclients and wrk against ${FAST_SERVER}, servers under wrk`,
      rows(rounds),
    ) + renderTool(),
  );
}
