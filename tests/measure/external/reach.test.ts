import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import os from 'node:os';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Interrupted } from '../../../src/host/interrupted.ts';
import { unusedUrl } from '../../../src/measure/conformance/scenarios/exits.ts';
import { reach, Unreachable } from '../../../src/measure/external/reach.ts';

const { signal } = new AbortController();
const hasIpv6 = Object.values(os.networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

const listening: Server[] = [];

afterEach(() => {
  for (const server of listening.splice(0)) server.close();
});

async function portOn(host: string): Promise<number> {
  const server = createServer((socket) => socket.destroy()).listen(0, host);
  listening.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('a server that already runs', () => {
  test('is reached at its address', async () => {
    const url = `http://127.0.0.1:${await portOn('127.0.0.1')}`;
    expect(await reach(url, signal)).toBe(url);
  });

  test('with a name is reached at the address that takes connections', async () => {
    const port = await portOn('127.0.0.1');
    expect(await reach(`http://localhost:${port}`, signal)).toBe(`http://127.0.0.1:${port}`);
  });

  (hasIpv6 ? test : test.skip)('is reached by IPv6', async () => {
    const url = `http://[::1]:${await portOn('::1')}`;
    expect(await reach(url, signal)).toBe(url);
  });

  test('that is not there is unreachable, with the reason', async () => {
    const reaching = reach(await unusedUrl('127.0.0.1'), signal);
    await expect(reaching).rejects.toThrow(Unreachable);
    await expect(reaching).rejects.toThrow(/connect ECONNREFUSED 127\.0\.0\.1:\d+$/);
  });

  test('with a name that nobody knows is unreachable', async () => {
    await expect(reach('http://nobody.invalid:8000', signal)).rejects.toThrow(Unreachable);
  });

  test('is not looked for any longer when the run is interrupted', async () => {
    const controller = new AbortController();
    const reaching = reach(await unusedUrl('127.0.0.1'), controller.signal);
    controller.abort();
    await expect(reaching).rejects.toThrow(Interrupted);
  });
});
