import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { ControlConnection } from '../../src/measure/control-connection.ts';

test('an answer without an end is cut off, and is an error', async () => {
  const server = createServer((_, response) => {
    const more = (): void => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const control = new ControlConnection(`http://127.0.0.1:${port}`);
  try {
    await expect(control.stats()).rejects.toThrow(/size/i);
  } finally {
    await control.close();
    server.closeAllConnections();
    server.close();
  }
});
