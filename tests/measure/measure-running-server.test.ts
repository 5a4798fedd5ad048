import { describe, expect, it } from '@jest/globals';
import type { BuiltService } from '../../src/build/built-service.ts';
import { meet } from '../../src/measure/external/attach.ts';
import type { KnownServer } from '../../src/measure/external/attach.ts';
import type { MeasureFact } from '../../src/measure/facts.ts';
import { measureBlock } from '../../src/measure/measure-block.ts';
import { serviceKey } from '../../src/plan/service-key.ts';
import { fixtureService } from '../helpers/fixture-service.ts';
import { measureContext } from '../helpers/measure-context.ts';
import { factOf } from './block-facts.ts';
import { ContractServer } from './conformance/contract-server.ts';
import type { Bend } from './conformance/contract-server.ts';

describe('a block of a server that already runs', () => {
  async function measureRunning(bend: Bend): Promise<{ facts: MeasureFact[]; url: string }> {
    await using server = await ContractServer.start(bend);
    const { url } = server;
    const external = { name: 'mine', kind: 'server', url, process: null } as const;
    const context = measureContext();
    const first = await meet(external, url, context.signal);
    await first.stop();
    const client = await fixtureService('client', 'node-undici');
    const services = new Map<string, BuiltService | KnownServer>([
      [serviceKey('server', 'mine'), { external, url, stats: first.stats }],
      [serviceKey('client', 'node-undici'), client],
    ]);
    await measureBlock(
      { pass: 'throughput', round: 1, server: 'mine', clients: ['node-undici'] },
      services,
      context,
    );
    return { facts: context.facts, url };
  }

  it('measures it without starting or stopping it, and without its CPU time', async () => {
    const { facts, url } = await measureRunning((right) => right);
    expect(facts.map((fact) => fact.type)).toEqual([
      'server-started',
      'cell-started',
      'cell-measured',
    ]);
    expect(factOf(facts, 'server-started')).toMatchObject({
      instance: `running at ${url}`,
      port: Number(new URL(url).port),
      log_file: null,
    });
    const { client_run, server_counted, usage, foreign_cpus } = factOf(
      facts,
      'cell-measured',
    ).window;
    const { warmup, window, drained } = client_run.result.requests;
    expect(client_run.hello.settings.url.replace(/\/$/, '')).toBe(url);
    expect(server_counted).toEqual({ orders: warmup + window + drained, connections: 4 });
    expect(usage.server).toMatchObject({ cpu_ns: null, peak_rss_bytes: null });
    expect(foreign_cpus).toBeNull(); // the server is among the others
  });

  it('counts nothing when it has no /stats', async () => {
    const { facts } = await measureRunning((right, { route }) =>
      route === 'GET /stats' ? { ...right, status: 404 } : right,
    );
    expect(factOf(facts, 'cell-measured').window.server_counted).toBeNull();
  });

  /** Its answers are numbered: the first two are those of the meeting and of the beginning of the block. */
  const restartedAt = (number: number): Bend => {
    let asked = 0;
    return (right, { route }) => {
      if (route !== 'GET /stats') return right;
      asked += 1;
      return asked < number
        ? right
        : { ...right, body: right.body.replace(/"pid":\d+/, '"pid":1') };
    };
  };

  it('fails when it was restarted before the block', async () => {
    const { facts } = await measureRunning(restartedAt(2));
    expect(facts).toHaveLength(1);
    expect(factOf(facts, 'server-failed')).toMatchObject({
      reason: `it was restarted, or several processes answer: /stats names pid 1, before it was ${process.pid}`,
      log_file: null,
    });
  });

  it('fails the cell in which it was restarted and has caught up with what it had counted', async () => {
    let asked = 0;
    const { facts } = await measureRunning((right, { route }) => {
      if (route !== 'GET /stats') return right;
      asked += 1;
      // The tool has to connect again, and the server has counted no more than before with it.
      if (asked === 3) return { close_after: right };
      const body = right.body.replace(/"connections_accepted":\d+/, '"connections_accepted":2');
      return asked < 4 ? right : { ...right, body };
    });
    expect(factOf(facts, 'cell-failed').reason).toMatch(
      /^the server is not the one that it was: it was restarted: of connections_accepted of /,
    );
  });

  it('fails the cell in which it was restarted', async () => {
    const { facts } = await measureRunning(restartedAt(4));
    expect(factOf(facts, 'cell-failed').reason).toBe(
      'the server is not the one that it was: it was restarted, or several processes answer: ' +
        `/stats names pid 1, before it was ${process.pid}`,
    );
  });
});
