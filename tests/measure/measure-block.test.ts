import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { BuiltService } from '../../src/build/built-service.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import { OWNER_VARIABLE, ownOwner } from '../../src/host/owner.ts';
import { processesMarked } from '../../src/host/process-table.ts';
import type { BrokenGate } from '../../src/measure/context.ts';
import type { CellPlace, MeasureFact } from '../../src/measure/facts.ts';
import { measureBlock } from '../../src/measure/measure-block.ts';
import { serviceKey } from '../../src/plan/service-key.ts';
import { fixtureService, withWords } from '../helpers/fixture-service.ts';
import { measureContext } from '../helpers/measure-context.ts';
import type { TestContext } from '../helpers/measure-context.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { factOf } from './block-facts.ts';

/** There are samples between its ends, which are taken each second. */
const LOOKED_INTO = { duration_ms: 2200 };

async function measure(
  server: BuiltService,
  clients: readonly BuiltService[],
  context: TestContext = measureContext(),
): Promise<MeasureFact[]> {
  const services = new Map(
    [server, ...clients].map((built) => [
      serviceKey(built.service.kind, built.service.name),
      built,
    ]),
  );
  const names = clients.map((built) => built.service.name);
  const block = {
    pass: 'throughput' as const,
    round: 1,
    server: server.service.name,
    clients: names,
  };
  await measureBlock(block, services, context);
  return context.facts;
}

describe('measuring a block', () => {
  it('counts on both sides alike and watches both', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const context = measureContext({ ...LOOKED_INTO, threads: 2 });
    const facts = await measure(server, [client], context);
    expect(facts.map((fact) => fact.type)).toEqual([
      'server-started',
      'cell-started',
      'cell-measured',
      'server-stopped',
    ]);
    const { window } = factOf(facts, 'cell-measured');
    const { requests, connections_opened } = window.client_run.result;
    expect(window.server_counted?.orders).toBe(
      requests.warmup + requests.window + requests.drained,
    );
    expect(window.server_counted?.connections).toBe(4);
    expect(connections_opened).toBe(4);
    // This client can use one thread, so that one CPU is all that it can keep busy.
    expect(window.client_run.hello.settings.threads).toBe(1);
    expect([window.usage.client.cpus, window.usage.server.cpus]).toEqual([1, 1]);
    for (const side of [window.usage.client, window.usage.server]) {
      expect(side.cpu_ns).toBeGreaterThan(0);
      expect(side.peak_rss_bytes).toBeGreaterThan(0);
      expect(side.samples.length).toBeGreaterThanOrEqual(2);
      expect(side.samples[0]?.sockets).toBeGreaterThanOrEqual(4);
      // Of a side that has just ended the last sample knows nothing; the one of each second does.
      const known = side.samples.findLast((one) => one.voluntary_switches !== null);
      expect(known?.voluntary_switches).toBeGreaterThan(0);
    }
    expect(window.machine).toHaveLength(window.usage.client.samples.length);
    expect(window.machine[0]?.tcp_sockets).toBeGreaterThanOrEqual(8);
    expect(window.machine.at(-1)?.busy_ns).toBeGreaterThan(0);
  });

  it.each([
    ['once more in the warm-up', 100, 1],
    ['no more where there is none', 0, 0],
  ])('reads both sides for each sample, and %s', async (_, warmup_ms, more) => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const context = measureContext({ warmup_ms });
    const { runtime } = context;
    let readings = 0;
    const startClient: typeof runtime.startClient = async (launch, onLine) => {
      const running = await runtime.startClient(launch, onLine);
      const usage: typeof running.usage = () => {
        readings += 1;
        return running.usage();
      };
      return { ...running, usage };
    };
    const facts = await measure(server, [client], {
      ...context,
      runtime: { ...runtime, startClient },
    });
    const { window } = factOf(facts, 'cell-measured');
    expect(readings).toBe(window.usage.client.samples.length + more);
  });

  it('names a server that dies while it is measured by its last words, and starts it again for the others', async () => {
    const flags = ['--fail-after', '20', '--chatty=stderr'];
    const server = await fixtureService('server', 'stub-server', flags);
    const client = await fixtureService('client', 'node-undici');
    const second: BuiltService = {
      ...withWords(client, (words) => words),
      service: { ...client.service, name: 'second' },
    };
    const facts = await measure(server, [client, second]);
    expect(facts.map((fact) => fact.type)).toEqual([
      ...['server-started', 'cell-started', 'cell-failed', 'server-stopped'],
      ...['server-started', 'cell-started', 'cell-failed', 'server-stopped'],
    ]);
    for (const fact of facts) {
      if (fact.type === 'server-stopped') expect(fact.how).toBe('had ended before');
      if (fact.type !== 'cell-failed') continue;
      expect(fact.reason).toMatch(
        /^the server died while it was measured, with exit code 1: POST \/order /,
      );
      expect(fact.log_tail.at(-1)).toMatch(/^POST \/order /);
    }
    const logs = facts.flatMap((fact) => (fact.type === 'cell-failed' ? [fact.log_file] : []));
    expect(logs.map((log) => path.basename(log))).toEqual([
      'r1-stub-server.err.log',
      'r1.2-stub-server.err.log',
    ]);
  });

  it('gives up a server that cannot be started again', async () => {
    const once = path.join(tempFolder(), 'once');
    const server = await fixtureService('server', 'stub-server', ['--fail-after', '20']);
    const client = await fixtureService('client', 'node-undici');
    const words = ['sh', '-c', 'mkdir "$0" && exec "$@"', once];
    const facts = await measure(
      withWords(server, (old) => [...words, ...old]),
      [client, client],
    );
    expect(facts.filter((fact) => fact.type === 'cell-failed')).toHaveLength(1);
    expect(factOf(facts, 'server-failed').reason).toBe(
      'it ended with exit code 1 before it listened',
    );
  });

  it('fails the cell of a client that prints rubbish, and goes on with the next', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const rubbish: BuiltService = {
      ...withWords(client, () => ['sh', '-c', 'echo hello']),
      service: { ...client.service, name: 'rubbish' },
    };
    const facts = await measure(server, [rubbish, client]);
    expect(factOf(facts, 'cell-failed')).toMatchObject({
      client: 'rubbish',
      reason: 'line 1 of its output is not valid JSON: hello',
    });
    expect(factOf(facts, 'cell-measured').client).toBe('node-undici');
  });

  it('gives the last words of a client that ends with an exit code', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const dying = withWords(client, () => ['sh', '-c', 'echo out of luck >&2; exit 9']);
    const facts = await measure(server, [dying]);
    expect(factOf(facts, 'cell-failed').reason).toBe('it ended with exit code 9: out of luck');
  });

  it('ends a client that falls silent', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const silent = withWords(client, () => ['sh', '-c', 'exec sleep 1007']);
    const facts = await measure(server, [silent], measureContext({ timeout_ms: 1 }));
    expect(factOf(facts, 'cell-failed').reason).toContain('it printed nothing for 5.001 s');
    const left = processesMarked('PAIRBENCH_TOKEN', () => true);
    expect(left.filter(({ pid }) => pid === process.pid)).toEqual([]);
  });

  it('is not slowed to a stop by a server that logs each request', async () => {
    const server = await fixtureService('server', 'stub-server', ['--chatty']);
    const client = await fixtureService('client', 'node-undici');
    const facts = await measure(
      server,
      [client],
      measureContext({ duration_ms: null, requests: 2000 }),
    );
    expect(factOf(facts, 'cell-measured').window.client_run.result.errors).toEqual({});
  });

  it('says what is missing when a binary was deleted after the build', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const facts = await measure(
      withWords(server, () => ['/nowhere/go-gin']),
      [client],
    );
    expect(factOf(facts, 'server-failed').reason).toBe('binary missing: /nowhere/go-gin');
  });

  it('stops both sides when it is interrupted', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const context = measureContext({ duration_ms: 60_000 });
    const measuring = measure(server, [client], context);
    await until('the cell has begun', () =>
      context.facts.some((fact) => fact.type === 'cell-started'),
    );
    context.controller.abort();
    await expect(measuring).rejects.toThrow(Interrupted);
    expect(processesMarked(OWNER_VARIABLE, (owner) => owner === ownOwner())).toEqual([]);
  });

  it('blames nobody for what has been ended at once', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const context = measureContext();
    const ending: Promise<void>[] = [];
    const emit = (fact: MeasureFact): void => {
      context.emit(fact);
      if (fact.type !== 'cell-started') return;
      context.controller.abort();
      ending.push(context.runtime.killAll());
    };
    const measuring = measure(server, [client, client], { ...context, emit });
    await expect(measuring).rejects.toThrow(Interrupted);
    await Promise.all(ending);
    const types = context.facts.map((fact) => fact.type);
    expect(types).toEqual(['server-started', 'cell-started', 'server-stopped']);
  });
});

describe('a gate', () => {
  it('has a disturbed window measured again until it passes, with all windows kept', async () => {
    const server = await fixtureService('server', 'node-http');
    const client = await fixtureService('client', 'node-undici');
    const asked: CellPlace[] = [];
    const gate = (place: CellPlace): BrokenGate | null => {
      asked.push(place);
      return asked.length > 2 ? null : { gate: 'littles_law', why: 'a stall' };
    };
    const context = { ...measureContext(), gate };
    const facts = await measure(server, [client], context);
    const types = facts.map((fact) => fact.type);
    expect(types.filter((type) => type === 'cell-measured')).toHaveLength(3);
    expect(types.filter((type) => type === 'cell-repeated')).toHaveLength(2);
    const place = { pass: 'throughput', round: 1, server: 'node-http', client: 'node-undici' };
    expect(factOf(facts, 'cell-repeated')).toEqual({
      type: 'cell-repeated',
      ...place,
      gate: 'littles_law',
      why: 'a stall',
    });
    expect(asked[0]).toEqual(place);
  });
});
