import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { readTimeWaitSockets, timeWaitAt } from '../../src/host/time-wait.ts';
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

test('those at the port of a server are found in a table of the kernel, at the end of the client', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid',
    '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0',
    '   1: 0100007F:9C40 0100007F:1F90 06 00000000:00000000 03:000016DA 00000000     0',
    '   2: 0100007F:1F90 0100007F:9C41 06 00000000:00000000 03:000016DA 00000000     0',
    '   3: 0100007F:9C42 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0',
    '   4: 0100007F:9C43 0100007F:01F9 06 00000000:00000000 03:000016DA 00000000     0',
  ].join('\n');
  expect([8080, 505, 9, 40_000].map((port) => timeWaitAt(port, table))).toEqual([1, 1, 0, 0]);
  expect(timeWaitAt(8080, '')).toBe(0);
});
