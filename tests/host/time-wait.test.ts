import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { readTimeWaitSockets } from '../../src/host/time-wait.ts';
import { until } from '../helpers/until.ts';

test('a connection that was closed is counted', async () => {
  const server = net.createServer((socket) => {
    socket.end(); // the side that closes first is the one that waits
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = net.connect(port, '127.0.0.1').resume();
  await once(client, 'close');
  server.close();
  await until('it waits', () => (readTimeWaitSockets() ?? 0) > 0);
  expect(readTimeWaitSockets()).toBeGreaterThan(0);
});
