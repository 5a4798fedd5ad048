import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { addService } from '../docker/live-services.ts';
import { startChild } from '../helpers/children.ts';
import { caseFolder, cellOf, entryOf, LIMIT_MS, storedResult, writeInto } from './case-rig.ts';
import type { CaseFolder } from './case-rig.ts';

const LOAD = ['-k', 'node-undici', '-c', '16', '-n', '400', '-w', '0ms', '--rounds', '1'];
const PYTHON_DECOY = ['python3', '-m', 'http.server', '--bind', '127.0.0.1'] as const;

const listeners: Server[] = [];

afterEach(() => {
  for (const server of listeners.splice(0)) server.close();
});

async function listen(host: string, port: number): Promise<number> {
  const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  listeners.push(server);
  await once(server.listen(port, host), 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const port = await listen('127.0.0.1', 0);
  const [server] = listeners.splice(0);
  server?.close();
  return port;
}

/** A server that listens there whatever PORT says. */
function addFixed(work: CaseFolder, port: number): void {
  work.addServer('fixed', { STUB_PORT: String(port) });
}

describe('a stranger on the port of a server', () => {
  it(
    'is named with its pid and command, and goes on',
    async () => {
      const port = await freePort();
      const decoy = await startChild([...PYTHON_DECOY, String(port)], { PYTHONUNBUFFERED: '1' });
      await decoy.line();
      const work = caseFolder();
      addFixed(work, port);
      const { exitCode, stderr } = await work.run('-s', 'fixed,stub-server', ...LOAD);
      expect(exitCode).toBe(3);
      expect(stderr).toContain(`port ${port} is taken by process ${decoy.pid} (`);
      expect(stderr).toContain(`-m http.server --bind 127.0.0.1 ${port}), which is left alone`);
      expect(process.kill(decoy.pid, 0)).toBe(true);
      const result = storedResult(work);
      expect(cellOf(result, 'fixed', 'node-undici').status).toBe('failed');
      expect(cellOf(result, 'stub-server', 'node-undici').rounds_measured).toBe(1);
    },
    LIMIT_MS,
  );

  it(
    'on the same port of another family is never asked: clients are given an address',
    async () => {
      const port = await freePort();
      await listen('::1', port);
      const work = caseFolder();
      addFixed(work, port);
      const { exitCode } = await work.run('-s', 'fixed', ...LOAD);
      expect(exitCode).toBe(0);
      const { hello } = entryOf(work, 'cell-measured').window.client_run;
      expect(hello.settings.url.replace(/\/$/, '')).toBe(`http://127.0.0.1:${port}`);
    },
    LIMIT_MS,
  );
});

/** Starts the server on a socket that shares its port; once the folder has this file, a decoy takes a part of it. */
const SHARING = `
import os, socket, subprocess, sys
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
listener.bind(("127.0.0.1", int(os.environ.get("DECOY_PORT", "0"))))
listener.listen(128)
command = ["node", sys.argv[1], "--fd", str(listener.fileno())]
if "DECOY_PORT" not in os.environ and os.path.exists("decoy"):
    env = {**os.environ, "DECOY_PORT": str(listener.getsockname()[1]), "PAIRBENCH_TOKEN": "decoy"}
    decoy = subprocess.Popen([sys.executable, *sys.argv], env=env, stdout=subprocess.PIPE)
    decoy.stdout.readline()
os.set_inheritable(listener.fileno(), True)
os.execvp("node", command)
`;

describe('a decoy that shares the port (SO_REUSEPORT)', () => {
  it(
    'and takes a part of the connections makes the cell invalid, or is found before',
    async () => {
      const work = caseFolder();
      const folder = addService(work.services, 'server', 'stub-server', 'sharing', {
        manifest: { start: { command: ['python3', 'sharing.py', '{out}/main.mjs'] } },
        files: { 'sharing.py': SHARING },
      });
      const alone = await work.run('-s', 'sharing', ...LOAD);
      expect(alone.exitCode).toBe(0);
      writeInto(folder, 'decoy', '');
      const shared = await work.run('-s', 'sharing', ...LOAD);
      expect([3, 4]).toContain(shared.exitCode);
      const { reasons, status } = cellOf(storedResult(work), 'sharing', 'node-undici');
      expect(status).not.toBe('valid');
      expect(reasons.join()).toMatch(
        /the client counted 4\d\d requests, the server [\d,]+|is answered by another server|its \/stats counts the requests of one/,
      );
    },
    LIMIT_MS,
  );
});
