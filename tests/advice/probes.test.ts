/** Probes that find why a piece of advice cannot be measured. */
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { PROBES } from '../../advice/probes/all.ts';
import { answerToPreface, isSettingsFrame } from '../../advice/probes/http2.ts';
import { pinned } from '../../advice/probes/python.ts';
import type { ProbeSite } from '../../advice/probes/probe.ts';
import { readNofileLimits } from '../../src/host/machine.ts';
import { measureContext } from '../helpers/measure-context.ts';

const servers: net.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: net.Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

describe('the preface of HTTP/2', () => {
  it('is answered by a server that speaks it', async () => {
    const port = await listening(http2.createServer());
    expect(isSettingsFrame(await answerToPreface(port, '127.0.0.1'))).toBe(true);
  });

  it('is refused by one of HTTP/1.1', async () => {
    const port = await listening(http.createServer());
    const bytes = await answerToPreface(port, '127.0.0.1');
    expect(isSettingsFrame(bytes)).toBe(false);
    expect(bytes.toString()).toContain('HTTP/1.1 400');
  });

  it('may be answered by nothing', async () => {
    const port = await listening(net.createServer((socket) => socket.destroy()));
    expect(await answerToPreface(port, '127.0.0.1')).toHaveLength(0);
  });
});

describe('a probe', () => {
  const nothing = {
    ...{ sound: new Map(), services: [], facts: [], results: '/nowhere' },
    context: measureContext(),
  } as ProbeSite;

  it.each(['http2', 'grpc', 'pypy'] as const)(
    '%s says which service is missing for it',
    async (name) => {
      expect(await PROBES[name].reason(nothing)).toContain('there is no ');
    },
  );

  it('of open files gives the limit of this machine', async () => {
    const { hard } = readNofileLimits();
    expect(await PROBES['open-files'].reason(nothing)).toContain(
      `${hard ?? 'any number of'} files`,
    );
  });

  it('finds the version that a lock file pins', () => {
    const lock = 'anyio==4.1 \\\n    --hash=sha256:1\nuvloop==0.23.0 \\\n';
    expect(pinned(lock, 'uvloop')).toBe('uvloop==0.23.0');
    expect(pinned(lock, 'loop')).toBeNull();
  });
});
