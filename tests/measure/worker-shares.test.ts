import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { sharesOfWorkers } from '../../src/measure/worker-shares.ts';

/** What each new connection is told, in turn. */
async function told(counts: readonly number[]): Promise<string | null> {
  let connections = 0;
  const server = createServer((_, response) => {
    const total_requests = counts[connections % counts.length] ?? 0;
    connections += 1;
    const names = { server: 's', build_id: 'b', token: 't' };
    const numbers = { pid: 1, workers: counts.length, total_requests, connections_accepted: 1 };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ ...names, ...numbers }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await sharesOfWorkers(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

test('a server that says the same over every connection counts for all its workers', async () => {
  expect(await told([606])).toBeNull();
  expect(await told([606, 606, 606])).toBeNull();
});

test('one that says less than before over others counts for one of its workers', async () => {
  expect(await told([606, 432, 0])).toBe(
    'its /stats counts the requests of one worker, not of all: it says 606, 432, 0 over different connections',
  );
});

test('one that counts more each time counts for all, while somebody else sends', async () => {
  expect(await told(Array.from({ length: 100 }, (_, index) => 600 + 7 * index))).toBeNull();
});
