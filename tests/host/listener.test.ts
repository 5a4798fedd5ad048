import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { listenerOn } from '../../src/host/listener.ts';

describe('who listens on a port', () => {
  it.each(['127.0.0.1', '::1', '0.0.0.0'])('is found by its socket, on %s', async (host) => {
    const server = createServer();
    await once(server.listen(0, host), 'listening');
    const { port } = server.address() as AddressInfo;
    expect(listenerOn(port)).toMatchObject({ pid: process.pid });
    expect(listenerOn(port)?.command).toContain('node');
    server.close();
    await once(server, 'close');
    expect(listenerOn(port)).toBeNull();
  });
});
