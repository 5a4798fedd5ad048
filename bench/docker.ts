/** `npm run bench -- docker`: throughput in containers as a ratio to local processes, pair by pair. */
import type { BuiltService } from '../src/build/built-service.ts';
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
  byName,
  CACHE,
  sayBuild,
  servicesNamed,
  SETTINGS,
  throughputOf,
  windowOf,
} from './setting.ts';
import { renderRatios } from './table.ts';
import type { RatioRow } from './table.ts';

const SERVERS = ['rust-actix', 'go-gin', 'python-fastapi'];
const CLIENTS = ['rust-reqwest', 'cpp-cpr', 'python-aiohttp'];
const NAMES = [...SERVERS, ...CLIENTS];
const WANTED = 0.95;
/** Marks what is made in the engine. */
const RUN = `bench-${process.pid}`;

/** One of the two runtimes with all services built for it. */
interface Side {
  readonly context: MeasureContext;
  readonly services: ReadonlyMap<string, BuiltService>;
}

interface Sides {
  readonly process: Side;
  readonly docker: Side;
}

async function buildImages(engine: Engine): Promise<Map<string, BuiltService>> {
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

function serviceOf({ services }: Side, name: string): BuiltService {
  const built = services.get(name);
  if (built === undefined) throw new Error(`${name} was not built`);
  return built;
}

async function withServers(
  sides: Sides,
  name: string,
  work: (servers: Record<keyof Sides, ReadyServer>) => Promise<void>,
): Promise<void> {
  const start = ({ context, ...side }: Side): Promise<ReadyServer> =>
    startServer(serviceOf({ context, ...side }, name), 'bench', context);
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
    const side = sides[name];
    const built = serviceOf(side, client);
    rps[name] = throughputOf(await windowOf(round, built, servers[name], side.context));
  }
  return rps.docker / rps.process;
}

function differences(sides: Sides, name: string): string[] {
  const [local, contained] = [sides.process, sides.docker].map(
    (side) => serviceOf(side, name).versions,
  );
  const libraries = Object.keys({ ...local, ...contained });
  return libraries
    .filter((library) => local?.[library] !== contained?.[library])
    .map((library) => `${library} ${local?.[library] ?? '-'} / ${contained?.[library] ?? '-'}`);
}

function renderVersions(sides: Sides): string {
  const lines = NAMES.map((name) => {
    const differ = differences(sides, name);
    const versions = Object.entries(serviceOf(sides.docker, name).versions);
    const all = versions.map(([library, version]) => `${library} ${version}`).join(', ');
    return `  ${name}: ${all}\n    ${differ.length === 0 ? 'the same on both sides' : `differ: ${differ.join(', ')}`}`;
  });
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
  const same = (pair: string): boolean =>
    pair.split(' x ').every((name) => differences(sides, name).length === 0);
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
