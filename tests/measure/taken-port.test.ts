import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { takenPort } from '../../src/measure/taken-port.ts';

describe('the last words of a server whose port is taken', () => {
  test.each([
    ['Node', 'Error: listen EADDRINUSE: address already in use 127.0.0.1:PORT'],
    ['Node, by IPv6', 'Error: listen EADDRINUSE: address already in use :::PORT'],
    ['Go', 'listen tcp 127.0.0.1:PORT: bind: address already in use'],
    ['Go, on all addresses', 'listen tcp :PORT: bind: address already in use'],
    [
      'uvicorn',
      "[Errno 98] error while attempting to bind on address ('127.0.0.1', PORT): address already in use",
    ],
    ['a sentence', 'cannot listen on port PORT: Address already in use'],
  ])('of %s name the one that has it', async (_, line) => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const said = takenPort(['starting', line.replace('PORT', String(port)), '    at listen']);
    expect(said).toContain(`port ${port} is taken by process ${process.pid} (`);
    expect(said).toContain('which is left alone; a server must listen on the port that PORT says');
    server.close();
  });

  test('without a port say as much as they can', () => {
    const rust = 'Error: Os { code: 98, kind: AddrInUse, message: "Address already in use" }';
    expect(takenPort([rust])).toMatch(/^its port is taken by another process, /);
    expect(takenPort(['OSError: [Errno 98] Address already in use'])).toMatch(/^its port is taken/);
  });

  test('that are about something else say nothing', () => {
    expect(takenPort([])).toBeNull();
    expect(takenPort(['panic: connection to 127.0.0.1:5432 refused'])).toBeNull();
  });
});
