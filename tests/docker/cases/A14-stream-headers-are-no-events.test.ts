/** 5000 events of a client in a container, some of 40,000 bytes, framed and by a terminal; stderr lies between them. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BuiltService } from '../../../src/build/built-service.ts';
import { buildImage } from '../../../src/build/image/build-image.ts';
import type { AnyClientRun } from '../../../src/measure/client-events.ts';
import { measureBlock } from '../../../src/measure/measure-block.ts';
import { readManifest } from '../../../src/plan/manifest.ts';
import type { Block } from '../../../src/plan/facts.ts';
import { serviceKey } from '../../../src/plan/service-key.ts';
import type { ServiceKind } from '../../../src/plan/service-key.ts';
import { openDockerRuntime } from '../../../src/runtime/docker/docker-runtime.ts';
import { measureContext } from '../../helpers/measure-context.ts';
import { addService } from '../live-services.ts';
import type { Change } from '../live-services.ts';
import { engine, LIMIT_MS, liveFolder, removeImages } from '../live.ts';

const live = liveFolder();
const services = path.join(live.folder, 'services');
const RUN = `test-clients-${process.pid}`;
const built: BuiltService[] = [];

async function build(
  kind: ServiceKind,
  fixture: string,
  name: string,
  change: Change,
): Promise<BuiltService> {
  const folder = addService(services, kind, fixture, name, change);
  const service = { name, kind, folder, manifest: readManifest(folder, name, kind) };
  const image = await buildImage(service, {
    ...{ engine: await engine(), run: RUN, build_args: {} },
    cache: path.join(live.folder, 'cache'),
    emit: () => undefined,
    signal: new AbortController().signal,
  });
  if (image === null) throw new Error(`${name} could not be built`);
  built.push(image);
  return image;
}

afterAll(async () => {
  const nameOf = ({ service: { kind, name }, build_id }: BuiltService): string =>
    `pairbench-${kind}-${name}:${build_id}`;
  await removeImages(built.map(nameOf));
}, LIMIT_MS);

const INTERVALS = 5000;
const LONG_BYTES = 40_000;
/** Characters of two, three and four bytes. */
const LONG_TEXT = 'é価😀'.repeat(LONG_BYTES / 9);

/** White space between the parts of an event is no part of it: lines of 100 to 1000 bytes. */
function intervalLine(index: number): string {
  const space = ' '.repeat((index * 7919) % 900);
  return `{"event":"interval","phase":"window",${space}"elapsed_ns":${index},"completed":${index},"errors":0}`;
}

function series(): string {
  const empty = Array.from({ length: 4000 }, (_, index) => [index + 1, 0]);
  return JSON.stringify({
    ...{ count: 20, sum: 100_000, min: 5000, max: 5000, over_range: 0, negative: 0 },
    histogram: [...empty, [5000, 20]],
  });
}

const EVENTS = [
  `{"event":"hello","schema":"pairbench.client/1","name":"stub-client","pid":$PID,"versions":{"text":"${LONG_TEXT}"},"settings":$SETTINGS}`,
  '{"event":"connected","connections":1,"elapsed_ns":1000000}',
  '{"event":"measuring"}',
  ...Array.from({ length: INTERVALS }, (_, index) => intervalLine(index)),
  '{"event":"window_end","elapsed_ns":100000000,"completed":20,"errors":0}',
  `{"event":"result","window_ns":100000000,"requests":{"warmup":0,"window":20,"drained":0},"rtt_ns":${series()},"server_latency_ns":${series()},"errors":{},"errors_outside_window":{},"failure_rtt_ns":{"count":0,"sum":0,"max":0},"connections_opened":1,"open_loop":null}`,
];

/** Of neighbours that are kept together: those between the ends of two, if they make up the sum of the later. */
function eventsOf(intervals: AnyClientRun['intervals']): number[] {
  let next = 0;
  return intervals.flatMap(({ elapsed_ns, completed }) => {
    const together = Array.from({ length: elapsed_ns - next + 1 }, (_, index) => next + index);
    next = elapsed_ns + 1;
    const sum = together.reduce((so_far, index) => so_far + index, 0);
    return sum === completed ? together : [-completed];
  });
}

describe('5000 events, some of them of 40,000 bytes', () => {
  const runs = new Map<string, AnyClientRun>();

  beforeAll(async () => {
    const files = { 'events.jsonl': `${EVENTS.join('\n')}\n` };
    const env = { STUB_CHUNK: '4099' };
    const server = await build('server', 'node-http', 'node-http', {});
    // Told in the middle of the events, they would be out of order.
    const noise = { STUB_NOISE: '{"event":"measuring"}' };
    const noisy = await build('client', 'stub-client', 'noisy', { files, env: noise });
    const framed = await build('client', 'stub-client', 'framed', { files, env });
    const manifest = { docker: { tty: true } };
    const terminal = await build('client', 'stub-client', 'terminal', { files, env, manifest });
    const limits = { memory_bytes: 512 * 2 ** 20, nofile: null };
    const notices: string[] = [];
    const onNotice = (message: string): void => void notices.push(message);
    const options = { run: RUN, network: 'host', limits, onNotice } as const;
    const context = measureContext();
    const runtime = openDockerRuntime(await engine(), options);
    const all = new Map(
      [server, framed, noisy, terminal].map((one) => [
        serviceKey(one.service.kind, one.service.name),
        one,
      ]),
    );
    try {
      const block: Block = {
        pass: 'throughput',
        round: 1,
        server: 'node-http',
        clients: ['framed', 'noisy', 'terminal'],
      };
      await measureBlock(block, all, { ...context, runtime });
    } finally {
      await runtime.close();
    }
    for (const fact of context.facts) {
      if (fact.type === 'cell-failed') throw new Error(fact.reason);
      if (fact.type === 'cell-measured') runs.set(fact.client, fact.window.client_run);
    }
    expect(notices).toEqual([]);
  }, LIMIT_MS);

  it.each(['framed', 'noisy', 'terminal'])('arrive whole and in order, %s', (form) => {
    const run = runs.get(form);
    expect(run?.hello.versions.text).toBe(LONG_TEXT);
    expect(eventsOf(run?.intervals ?? [])).toEqual(
      Array.from({ length: INTERVALS }, (_, index) => index),
    );
    expect(run?.result.rtt_ns).toEqual(JSON.parse(series()));
  });

  it('are read alike in all forms', () => {
    const [framed, ...others] = ['framed', 'noisy', 'terminal'].map((form) => {
      const run = runs.get(form);
      return { ...run, hello: { ...run?.hello, pid: 0 } };
    });
    for (const other of others) expect(other).toEqual(framed);
  });
});
