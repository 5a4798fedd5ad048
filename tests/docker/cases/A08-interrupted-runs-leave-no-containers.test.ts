/** Signals to a run on containers: whatever it is doing, it ends in order and leaves nothing in the engine. */
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../helpers/until.ts';
import { containerEvent, measuring } from '../live-events.ts';
import { processesWithArgument } from '../live-processes.ts';
import { addService } from '../live-services.ts';
import { FIXTURES, leftBy, LIMIT_MS, liveFolder } from '../live.ts';
import type { Started } from '../live.ts';

const live = liveFolder();
const services = path.join(live.folder, 'services');
const PAIR = ['-s', 'node-http', '-k', 'node-undici', '-c', '4', '-w', '100ms'];
const LOAD = [...PAIR, '-d', '60s'];
const LONG = ['--services', FIXTURES, ...LOAD];

/** By its exit code, in the engine and in the journal. */
async function expectInterrupted(tool: Started, code: number): Promise<void> {
  const { exitCode, stderr } = await tool.ended;
  expect({ exitCode, stderr }).toMatchObject({ exitCode: code });
  expect(stderr).not.toContain('a fault of the tool itself');
  expect(await leftBy(tool.pid)).toEqual([]);
  expect(tool.entries().at(-1)).toMatchObject({ type: 'run-finished', status: 'interrupted' });
}

describe('a run that measures', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'ends by %s: nothing is left, the journal is closed, the exit code is %i',
    async (signal, code) => {
      const tool = await measuring(live.start(LONG));
      tool.kill(signal);
      await expectInterrupted(tool, code);
      expect((await tool.ended).stdout).toContain('interrupted');
    },
    LIMIT_MS,
  );

  it(
    'ends at once by SIGINT twice; the next run starts',
    async () => {
      const tool = await measuring(live.start(LONG));
      tool.kill('SIGINT');
      tool.kill('SIGINT');
      await expectInterrupted(tool, 130);
      // No name of a container or network is in its way.
      const again = live.start(['--services', FIXTURES, ...PAIR, '-n', '100', '--rounds', '1']);
      expect(await again.ended).toMatchObject({ exitCode: 0 });
    },
    LIMIT_MS,
  );

  it(
    'ends at once with its network by SIGINT twice',
    async () => {
      const tool = await measuring(live.start([...LONG, '--docker-network', 'bridge']));
      tool.kill('SIGINT');
      tool.kill('SIGINT');
      await expectInterrupted(tool, 130);
    },
    LIMIT_MS,
  );
});

describe('a run that starts a container', () => {
  it.each([
    ['twice', 'create', 'pairbench-node-undici-'],
    ['once', 'start', 'pairbench-node-http-'],
    ['once', 'start', 'pairbench-versions-'],
    ['twice', 'create', 'pairbench-versions-'],
    ['twice', 'create', 'pairbench-node-http-'],
    ['twice', 'start', 'pairbench-node-http-'],
  ] as const)(
    'ends by SIGINT %s at the %s of %s…',
    async (times, action, name) => {
      const tool = live.start(LONG);
      await containerEvent(tool, action, name);
      tool.kill('SIGINT');
      if (times === 'twice') tool.kill('SIGINT');
      await expectInterrupted(tool, 130);
    },
    LIMIT_MS,
  );
});

describe('a run that builds', () => {
  it.each(['once', 'twice'])(
    'ends by SIGINT %s: the command of the build is ended too',
    async (times) => {
      const nap = `4000.${process.pid}${times.length}`;
      const dockerfile = `RUN sleep ${nap}\n`;
      const root = path.join(services, times);
      addService(root, 'server', 'node-http', 'node-http', { dockerfile });
      addService(root, 'client', 'node-undici', 'node-undici', {});
      const tool = live.start(['--services', root, ...LOAD, '-v']);
      await tool.said(`RUN sleep ${nap}`);
      // The engine goes on for ever with a step that is ended in the moment between this and its process.
      await until('its process is there', () => processesWithArgument(nap).length > 0);
      tool.kill('SIGINT');
      if (times === 'twice') tool.kill('SIGINT');
      await expectInterrupted(tool, 130);
      await until('it is gone', () => processesWithArgument(nap).length === 0);
    },
    LIMIT_MS,
  );

  it(
    'does not wait for a program that never says its versions',
    async () => {
      const root = path.join(services, 'silent');
      const versions = { command: ['sleep', '1000'] };
      addService(root, 'server', 'node-http', 'node-http', { manifest: { versions } });
      addService(root, 'client', 'node-undici', 'node-undici', {});
      const tool = live.start(['--services', root, ...LOAD]);
      await containerEvent(tool, 'start', 'pairbench-versions-node-http-');
      tool.kill('SIGINT');
      await expectInterrupted(tool, 130);
    },
    LIMIT_MS,
  );
});
