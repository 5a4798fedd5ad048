/** The contract of runtimes against a real engine, on its host network and on a bridge. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Program } from '../../src/build/built-service.ts';
import { connectEngine } from '../../src/host/docker/engine.ts';
import type { Engine } from '../../src/host/docker/engine.ts';
import { RUN_LABEL } from '../../src/host/docker/labels.ts';
import { identify } from '../../src/host/process-table.ts';
import { openDockerRuntime } from '../../src/runtime/docker/docker-runtime.ts';
import type { Launch, Runtime } from '../../src/runtime/runtime.ts';
import { startChild } from '../helpers/children.ts';
import type { Child } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';
import { runtimeContract } from '../runtime/contract.ts';
import { benchFor } from '../runtime/contract/bench.ts';
import { deliversLines } from '../runtime/contract/lines.ts';
import { surroundingsContract } from '../runtime/contract/surroundings.ts';
import { containerSubject } from '../runtime/real-subject.ts';
import { complain, FOREVER, READY_FOREVER, say } from '../runtime/script.ts';

const LIMITS = { memory_bytes: 512 * 2 ** 20, nofile: 4096 };

const RUN = `test-${process.pid}`;
let connected: Promise<Engine> | null = null;

const engine = (): Promise<Engine> => (connected ??= connectEngine(process.env));

async function open(network: 'host' | 'bridge'): Promise<Runtime> {
  return openDockerRuntime(await engine(), {
    ...{ run: RUN, network, limits: LIMITS },
    onNotice: (message) => {
      throw new Error(message);
    },
  });
}

const image = (entrypoint: readonly string[], tty: boolean): Program => ({
  ...{ kind: 'image', image: 'node:20-bookworm-slim', entrypoint, tty, writable: false },
});
const framed = (words: readonly string[]): Program => image(words, false);
const terminal = (words: readonly string[]): Program => image(words, true);

async function madeBy(run: string): Promise<{ containers: number; networks: number }> {
  const { docker } = await engine();
  const filters = { label: [`${RUN_LABEL}=${run}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  return { containers: containers.length, networks: networks.length };
}

/** A process of its own that makes this launch on a bridge, says so and stays. */
function startTool(run: string, launch: Launch): Promise<Child> {
  const compiled = (name: string): string =>
    new URL(`../../dist/src/${name}.js`, import.meta.url).href;
  const options = { run, network: 'bridge', limits: LIMITS };
  const text = `
    const { connectEngine } = await import('${compiled('host/docker/engine')}');
    const { openDockerRuntime } = await import('${compiled('runtime/docker/docker-runtime')}');
    const options = { ...${JSON.stringify(options)}, onNotice: () => {} };
    const runtime = openDockerRuntime(await connectEngine(process.env), options);
    await runtime.startServer(${JSON.stringify(launch)});
    console.log('started');
    setInterval(() => {}, 1000);`;
  return startChild([process.execPath, '--input-type=module', '--eval', text]);
}

beforeAll(async () => {
  // Fails, never skips, where no engine answers.
  await engine();
});

describe('the docker runtime on the host network', () => {
  runtimeContract(containerSubject(() => open('host'), framed));
});

describe('the docker runtime on a bridge', () => {
  surroundingsContract(containerSubject(() => open('bridge'), framed));
});

describe('the docker runtime with a terminal', () => {
  const bench = benchFor(containerSubject(() => open('host'), terminal));

  deliversLines(bench, { prefix: '{', line_end: '\n', between: '' });

  it('keeps what is no event away from the lines', async () => {
    const script = [say('{"n":1}\n'), complain('noise\n'), say('{"n":2}\n'), complain('end\n')];
    const { client, lines } = await bench.client(bench.launch(script));
    await client.drained;
    expect(lines).toEqual(['{"n":1}', '{"n":2}']);
    expect(client.logTail()).toEqual(['noise', 'end']);
  });

  it('gives the first line of a server', async () => {
    const script = [complain('a warning\n'), say('{"ready":true}\n'), complain('noise\n'), FOREVER];
    const server = await bench.server(bench.launch(script));
    expect(await server.firstLine(20_000)).toBe('{"ready":true}');
  });
});

describe('the docker runtime', () => {
  const bench = benchFor(containerSubject(() => open('bridge'), framed));

  it('says that memory ran out, and how much there was', async () => {
    const bytes = 2 * LIMITS.memory_bytes;
    const server = await bench.server(bench.launch([{ kind: 'allocate', bytes }, FOREVER]));
    expect(await server.exited).toEqual({
      code: null,
      signal: 'SIGKILL',
      note: 'it ran out of memory, its limit is 512 MiB',
    });
  });

  it('leaves no container and no network of the run', async () => {
    await bench.server(bench.launch(READY_FOREVER));
    expect(await madeBy(RUN)).toEqual({ containers: 1, networks: 1 });
    await bench.runtime().close();
    expect(await madeBy(RUN)).toEqual({ containers: 0, networks: 0 });
  });

  it('removes what a tool has left that was killed with SIGKILL, and nothing of a living one', async () => {
    const launch = bench.launch(READY_FOREVER);
    const own = await bench.server(bench.launch(READY_FOREVER));
    const run = `${RUN}-killed`;
    const tool = await startTool(run, launch);
    await tool.line();
    process.kill(tool.pid, 'SIGKILL');
    await until('the tool is gone', () => identify(tool.pid) === null);
    expect(await madeBy(run)).toEqual({ containers: 1, networks: 1 });
    const said = await bench.runtime().sweepLeftovers();
    expect(said).toContainEqual(expect.stringMatching(/^removed container \S+ \(test-service\), /));
    expect(said).toContainEqual(expect.stringContaining(`removed network pairbench-${run}, `));
    expect(await madeBy(run)).toEqual({ containers: 0, networks: 0 });
    expect(bench.survivors(launch.token)).toBe(0);
    expect((await own.usage()).cpu_ns).toBeGreaterThan(0);
  });
});
