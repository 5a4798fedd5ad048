/** In network namespaces of their own, whose kernel keeps few closed connections. */
import { describe, expect } from '@jest/globals';
import type { PortNeed } from '../../src/measure/free-ports.ts';
import { networkNamespace, testInNamespace } from '../helpers/network-namespace.ts';

const MOST = 'net.ipv4.tcp_max_tw_buckets';

/**
 * Closes connections one after the other and waits as the tool does; where it waits, the limit is raised after a
 * while, as these connections would be kept for a minute.
 */
const SCRIPT = `
import { writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
const [module, count, text] = process.argv.slice(1);
const { awaitRoom } = await import(module);
const server = createServer((socket) => socket.on('end', () => socket.end()).resume());
await once(server.listen(0, '127.0.0.1'), 'listening');
for (let i = 0; i < Number(count); i += 1) {
  const socket = connect(server.address().port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end();
  await once(socket.resume(), 'close');
}
let isOver = false;
const raise = () => {
  if (!isOver) writeFileSync('/proc/sys/net/ipv4/tcp_max_tw_buckets', '1000');
};
setTimeout(raise, 600);
const waited = await awaitRoom(JSON.parse(text), AbortSignal.timeout(10_000));
isOver = true;
process.stdout.write(JSON.stringify(waited));
process.exit();
`;

async function awaited(count: number, need: PortNeed): Promise<unknown> {
  const namespace = await networkNamespace();
  namespace.write(MOST, '60');
  return namespace.evaluate(SCRIPT, 'measure/closed-connections.js', [
    String(count),
    JSON.stringify(need),
  ]);
}

const EACH: PortNeed = { connections: 1, keep_alive: false, requests: null };

describe('closed connections', () => {
  testInNamespace('are waited for where those of the next client would be too many', async () => {
    const waited_ms: unknown = expect.any(Number);
    expect(await awaited(40, EACH)).toEqual({ waited_ms, held: 40, most: 60 });
    expect(await awaited(40, { ...EACH, requests: 21 })).toEqual({
      waited_ms,
      held: 40,
      most: 60,
    });
  });

  testInNamespace('are not waited for where there is room, or none will be closed', async () => {
    expect(await awaited(20, EACH)).toBeNull();
    expect(await awaited(40, { ...EACH, requests: 20 })).toBeNull();
    expect(await awaited(40, { ...EACH, keep_alive: true })).toBeNull();
  });
});
