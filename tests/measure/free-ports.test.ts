/** In network namespaces of their own, with few ports. */
import { describe, expect, test } from '@jest/globals';
import { localPorts } from '../../src/measure/free-ports.ts';
import type { PortNeed } from '../../src/measure/free-ports.ts';
import { networkNamespace, testInNamespace } from '../helpers/network-namespace.ts';

describe('local ports', () => {
  test('are as many as the range has', () => {
    expect(localPorts('32768 60999', '0')).toEqual({ local: 28_232, held_ms: 65_000 });
    expect(localPorts('40000 40099', '2')).toEqual({ local: 100, held_ms: 1500 });
    expect(localPorts('40000\t40000', '1')).toEqual({ local: 1, held_ms: 1500 });
  });

  test.each([null, '', 'x y', '5', '9 3'])('are not known from %j', (range) => {
    expect(localPorts(range, '2')).toBeNull();
  });
});

/** Opens connections one after the other, each closed by the client, then waits as the tool does. */
const SCRIPT = `
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
const [module, count, text] = process.argv.slice(1);
const need = JSON.parse(text);
const { awaitPorts } = await import(module);
const server = createServer((socket) => socket.on('end', () => socket.end()).resume());
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address();
for (let i = 0; i < Number(count); i += 1) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end();
  await once(socket.resume(), 'close');
}
const signal = AbortSignal.timeout(10_000);
const here = await awaitPorts(port, need, signal);
const elsewhere = await awaitPorts(port + 1, need, signal);
process.stdout.write(JSON.stringify({ here, elsewhere }));
process.exit();
`;

describe('a client', () => {
  async function awaited(count: number, need: PortNeed): Promise<unknown> {
    const namespace = await networkNamespace();
    namespace.write('net.ipv4.ip_local_port_range', '40000 40099');
    namespace.write('net.ipv4.tcp_tw_reuse', '2');
    return namespace.evaluate(SCRIPT, 'measure/free-ports.js', [
      String(count),
      JSON.stringify(need),
    ]);
  }

  testInNamespace('waits for ports that closed connections to its server hold', async () => {
    const here = { waited_ms: expect.any(Number) as unknown, held: 80, local: 100 };
    const kept = { connections: 50, keep_alive: true, requests: null };
    expect(await awaited(80, kept)).toEqual({ here, elsewhere: null });
    const each = { connections: 1, keep_alive: false, requests: null };
    expect(await awaited(80, each)).toEqual({ here, elsewhere: null });
  });

  testInNamespace('waits for nothing where there are enough', async () => {
    const kept = { connections: 50, keep_alive: true, requests: null };
    expect(await awaited(20, kept)).toEqual({ here: null, elsewhere: null });
    const each = { connections: 1, keep_alive: false, requests: 15 };
    expect(await awaited(80, each)).toEqual({ here: null, elsewhere: null });
  });
});
