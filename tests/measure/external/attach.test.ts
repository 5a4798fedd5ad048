import { afterEach, describe, expect, test } from '@jest/globals';
import { unusedUrl } from '../../../src/measure/conformance/scenarios/exits.ts';
import { attach, meet } from '../../../src/measure/external/attach.ts';
import type { KnownServer } from '../../../src/measure/external/attach.ts';
import { ServerFailure } from '../../../src/measure/ready-server.ts';
import type { ReadyServer } from '../../../src/measure/ready-server.ts';
import type { ExternalServer } from '../../../src/plan/external-server.ts';
import { ContractServer } from '../conformance/contract-server.ts';
import type { Bend } from '../conformance/contract-server.ts';

const { signal } = new AbortController();
const opened: ReadyServer[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.stop();
});

function external(url: string): ExternalServer {
  return { name: 'mine', kind: 'server', url, process: null };
}

async function met(url: string): Promise<ReadyServer> {
  const server = await meet(external(url), url, signal);
  opened.push(server);
  return server;
}

const withoutStats: Bend = (right, { route }) =>
  route.endsWith(' /stats') ? { ...right, status: 404 } : right;

describe('a server that already runs', () => {
  test('is met with what its /stats says, and goes on when it is let go', async () => {
    await using running = await ContractServer.start();
    const server = await met(running.url);
    expect(server).toMatchObject({ name: 'mine', url: running.url, ready_ms: expect.any(Number) });
    expect(server.stats).toMatchObject({ server: 'contract', pid: process.pid });
    expect(server.running).toMatchObject({
      instance: `running at ${running.url}`,
      log_file: null,
    });
    expect(await server.stop()).toBeNull();
    expect((await met(running.url)).stats?.total_requests).toBe(1); // the order of the first meeting
  });

  test('without /stats is met without them', async () => {
    await using running = await ContractServer.start(withoutStats);
    expect((await met(running.url)).stats).toBeNull();
  });

  test.each<[string, Bend, RegExp]>([
    [
      'whose /stats are something else',
      (right, { route }) => (route === 'GET /stats' ? { ...right, body: '<html>' } : right),
      /^GET \/stats was answered with what is not JSON: <html>$/,
    ],
    [
      'whose /stats are not for us',
      (right, { route }) => (route === 'GET /stats' ? { ...right, status: 403 } : right),
      /^GET \/stats was answered with 403$/,
    ],
    [
      'that takes no orders',
      (right) => ({ ...right, status: 404, body: 'nothing here' }),
      /^an order was answered with 404 nothing here$/,
    ],
    ['that hangs up', () => 'drop', /^it gives no answer: other side closed$/],
  ])('%s is refused', async (_, bend, reason) => {
    await using running = await ContractServer.start(bend);
    const meeting = met(running.url);
    await expect(meeting).rejects.toThrow(ServerFailure);
    await expect(meeting).rejects.toThrow(reason);
  });
});

describe('a server that was met before', () => {
  async function again(bend: Bend, then: () => Partial<KnownServer>): Promise<void> {
    await using running = await ContractServer.start(bend);
    const { stats } = await met(running.url);
    const known = { external: external(running.url), url: running.url, stats };
    opened.push(await attach({ ...known, ...then() }, signal));
  }

  const asItIs: Bend = (right) => right;

  test('is taken up when it is the same', async () => {
    await again(asItIs, () => ({}));
    await again(withoutStats, () => ({}));
  });

  test('is refused when it is another process', async () => {
    let asked = 0;
    const restarted: Bend = (right, { route }) => {
      if (route !== 'GET /stats') return right;
      asked += 1;
      return { ...right, body: right.body.replace(/"pid":\d+/, `"pid":${asked}`) };
    };
    await expect(again(restarted, () => ({}))).rejects.toThrow(
      'it was restarted, or several processes answer: /stats names pid 2, before it was 1',
    );
  });

  test('is refused when its /stats came or went', async () => {
    await expect(again(asItIs, () => ({ stats: null }))).rejects.toThrow('it has a /stats now');
    let asked = 0;
    const losing: Bend = (right, { route }) => {
      if (route !== 'GET /stats') return right;
      asked += 1;
      return asked === 1 ? right : { ...right, status: 404 };
    };
    await expect(again(losing, () => ({}))).rejects.toThrow('its /stats is gone');
  });

  test('is refused when it is gone', async () => {
    const url = await unusedUrl('127.0.0.1');
    await expect(again(asItIs, () => ({ url }))).rejects.toThrow(/ECONNREFUSED/);
  });
});
