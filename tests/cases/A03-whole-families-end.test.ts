import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allPids, commandLine } from '../../src/host/process-table.ts';
import { addService } from '../docker/live-services.ts';
import { caseFolder, cellOf, entryOf, LIMIT_MS, storedResult } from './case-rig.ts';
import type { CaseFolder } from './case-rig.ts';

const LOAD = ['-k', 'node-undici', '-c', '2', '-n', '100', '-w', '0ms', '--rounds', '1'];

async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Without any mark of ours where it has an environment of its own. */
const grandchild = (port: number): string =>
  `python3 -m http.server ${port} --bind 127.0.0.1 > /dev/null 2>&1`;

function addServer(work: CaseFolder, name: string, script: string): void {
  addService(work.services, 'server', 'stub-server', name, {
    manifest: { start: { command: ['sh', '-c', script, '{out}/main.mjs'] } },
  });
}

const grandchildrenOn = (port: number): number[] =>
  allPids().filter((pid) => commandLine(pid).includes(`http.server ${port} `));

async function expectFree(port: number): Promise<void> {
  expect(grandchildrenOn(port)).toEqual([]);
  const server = createServer();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  server.close();
}

describe('what a server has started ends with it', () => {
  it.each([
    ['in a session of its own', (port: number) => `setsid ${grandchild(port)} & node "$0"; exit`],
    [
      'with an environment of its own, that has none of our marks',
      (port: number) => `setsid env -i ${grandchild(port)} & node "$0"; exit`,
    ],
    [
      'below a shell that SIGTERM does not end',
      (port: number) =>
        `trap '' TERM; (setsid env -i ${grandchild(port)} & wait) & node "$0"; wait`,
    ],
  ])(
    '%s',
    async (_, script) => {
      const work = caseFolder();
      const port = await freePort();
      addServer(work, 'parent', script(port));
      const { exitCode, stderr } = await work.run('-s', 'parent,stub-server', ...LOAD);
      await expectFree(port);
      expect(stderr).not.toContain('FAILED');
      expect(exitCode).toBe(0);
      expect(cellOf(storedResult(work), 'stub-server', 'node-undici').status).toBe('valid');
      const stopped = work
        .entries()
        .flatMap((one) =>
          one.type === 'server-stopped' && one.server === 'parent' ? [one.how] : [],
        );
      expect(stopped[0]).toMatch(/left behind were killed$|^SIGKILL, /);
    },
    LIMIT_MS,
  );

  it(
    'when it never becomes ready, and the next server is measured',
    async () => {
      const work = caseFolder();
      const port = await freePort();
      addServer(work, 'shell', `setsid ${grandchild(port)} & echo 'Serving HTTP'; wait`);
      const { exitCode, stderr } = await work.run('-s', 'shell,stub-server', ...LOAD);
      await expectFree(port);
      expect(stderr).toContain('its first line on stdout must be {"event":"listening"');
      expect(exitCode).toBe(3);
      expect(cellOf(storedResult(work), 'stub-server', 'node-undici').status).toBe('valid');
    },
    LIMIT_MS,
  );

  it(
    'when it has several workers',
    async () => {
      const work = caseFolder();
      work.addServer('workers', { STUB_WORKERS: '3' });
      const tool = work.start('-s', 'workers', ...LOAD);
      await tool.ended;
      const { instance } = entryOf(work, 'server-started');
      expect(instance).toMatch(/^process \d+\.\d+$/);
      // The cache is that of all cases, and others may be running.
      const built = path.join(work.cache, 'builds', 'server', 'workers');
      expect(allPids().filter((pid) => commandLine(pid).includes(built))).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('what a client has started ends with it', () => {
  it(
    'also in a session and with an environment of its own',
    async () => {
      const work = caseFolder();
      const port = await freePort();
      // Not in the check against the contract.
      const begin = `case "$*" in *7777ms*) setsid env -i ${grandchild(port)} & esac`;
      const script = `${begin}; node "$0" "$@"`;
      addService(work.services, 'client', 'node-undici', 'parent', {
        manifest: { start: { command: ['sh', '-c', script, '{out}/main.mjs'] } },
      });
      const load = LOAD.slice(2);
      const pair = ['-s', 'stub-server', '-k', 'parent', '--timeout', '7777ms'];
      const { exitCode } = await work.run(...pair, ...load);
      await expectFree(port);
      expect(exitCode).toBe(0);
    },
    LIMIT_MS,
  );
});
