/** `npm run bench -- docker`: throughput in containers as a ratio to local processes, pair by pair. */
import { prepareImages } from '../src/build/image/prepare-images.ts';
import { connectEngine } from '../src/host/docker/engine.ts';
import type { Engine } from '../src/host/docker/engine.ts';
import type { MeasureContext } from '../src/measure/context.ts';
import { startServer } from '../src/measure/start-server.ts';
import type { ReadyServer } from '../src/measure/ready-server.ts';
import { openDockerRuntime } from '../src/runtime/docker/docker-runtime.ts';
import {
  benchContext,
  buildNamed,
  builtNamed,
  byName,
  CACHE,
  sayBuild,
  servicesNamed,
  SETTINGS,
  throughputOf,
  windowOf,
} from './setting.ts';
import type { BuiltServices, Names } from './setting.ts';
import { atLeast, renderRatios } from './table.ts';
import type { RatioRow } from './table.ts';

const SERVERS = ['rust-actix', 'go-gin', 'python-fastapi'];
const CLIENTS = ['rust-reqwest', 'cpp-cpr', 'python-aiohttp'];
const NAMES: Names = { servers: SERVERS, clients: CLIENTS };
const WANTED = atLeast(0.95);
/** Marks what is made in the engine. */
const RUN = `bench-${process.pid}`;

/** One of the two runtimes with all services built for it. */
interface Side {
  readonly context: MeasureContext;
  readonly services: BuiltServices;
}

interface Sides {
  readonly process: Side;
  readonly docker: Side;
}

async function buildImages(engine: Engine): Promise<BuiltServices> {
  const built = await prepareImages(servicesNamed(NAMES), {
    engine,
    run: RUN,
    cache: CACHE,
    build_args: {},
    emit: sayBuild,
    signal: new AbortController().signal,
  });
  return byName(NAMES, built);
}

async function openSides(): Promise<Sides> {
  const engine = await connectEngine(process.env);
  const runtime = openDockerRuntime(engine, {
    run: RUN,
    network: 'host',
    limits: { memory_bytes: Math.floor(engine.memory_bytes / 2), nofile: null },
    onNotice: (message) => process.stderr.write(`note     ${message}\n`),
  });
  return {
    process: { context: benchContext(), services: await buildNamed(NAMES) },
    docker: { context: benchContext(runtime), services: await buildImages(engine) },
  };
}

async function withServers(
  sides: Sides,
  name: string,
  work: (servers: Record<keyof Sides, ReadyServer>) => Promise<void>,
): Promise<void> {
  const start = ({ context, services }: Side): Promise<ReadyServer> =>
    startServer(builtNamed(services.servers, name), 'bench', context);
  const local = await start(sides.process);
  try {
    const contained = await start(sides.docker);
    try {
      await work({ process: local, docker: contained });
    } finally {
      await contained.stop();
    }
  } finally {
    await local.stop();
  }
}

/** Both windows of a pair are neighbours, and which comes first changes from round to round. */
async function ratioOf(
  round: number,
  sides: Sides,
  client: string,
  servers: Record<keyof Sides, ReadyServer>,
): Promise<number> {
  const rps = { process: NaN, docker: NaN };
  const order: (keyof Sides)[] = round % 2 === 0 ? ['process', 'docker'] : ['docker', 'process'];
  for (const name of order) {
    const { services, context } = sides[name];
    const built = builtNamed(services.clients, client);
    rps[name] = throughputOf(await windowOf(round, built, servers[name], context));
  }
  return rps.docker / rps.process;
}

type Kind = keyof Names;

function differences(sides: Sides, kind: Kind, name: string): string[] {
  const [local, contained] = [sides.process, sides.docker].map(
    ({ services }) => builtNamed(services[kind], name).versions,
  );
  const libraries = Object.keys({ ...local, ...contained });
  return libraries
    .filter((library) => local?.[library] !== contained?.[library])
    .map((library) => `${library} ${local?.[library] ?? '-'} / ${contained?.[library] ?? '-'}`);
}

function renderVersions(sides: Sides): string {
  const line = (kind: Kind, name: string): string => {
    const differ = differences(sides, kind, name);
    const versions = Object.entries(builtNamed(sides.docker.services[kind], name).versions);
    const all = versions.map(([library, version]) => `${library} ${version}`).join(', ');
    return `  ${name}: ${all}\n    ${differ.length === 0 ? 'the same on both sides' : `differ: ${differ.join(', ')}`}`;
  };
  const lines = [
    ...SERVERS.map((name) => line('servers', name)),
    ...CLIENTS.map((name) => line('clients', name)),
  ];
  return `versions (process / docker):\n${lines.join('\n')}\n`;
}

export async function benchDocker(): Promise<void> {
  const sides = await openSides();
  const ratios = new Map<string, number[]>();
  try {
    for (let round = 1; round <= SETTINGS.rounds; round += 1) {
      process.stderr.write(`round ${round} of ${SETTINGS.rounds}\n`);
      for (const server of SERVERS)
        await withServers(sides, server, async (servers) => {
          for (const client of CLIENTS) {
            const pair = `${server} x ${client}`;
            const ratio = await ratioOf(round, sides, client, servers);
            ratios.set(pair, [...(ratios.get(pair) ?? []), ratio]);
          }
        });
    }
  } finally {
    await sides.docker.context.runtime.close();
  }
  const same = (pair: string): boolean => {
    const [server = '', client = ''] = pair.split(' x ');
    const differ = [
      ...differences(sides, 'servers', server),
      ...differences(sides, 'clients', client),
    ];
    return differ.length === 0;
  };
  const rows = [...ratios].map(([what, values]): RatioRow => ({
    what: same(what) ? what : `${what} (versions differ)`,
    ratios: values,
    wanted: same(what) ? WANTED : null,
  }));
  const { connections, payload_bytes } = SETTINGS;
  process.stdout.write(
    renderRatios(
      `Throughput in containers / as processes, host network, C = ${connections}, ` +
        `${payload_bytes}-byte body,\none core a side, median (range) of ${SETTINGS.rounds} ` +
        'interleaved rounds',
      rows,
    ) + renderVersions(sides),
  );
}
