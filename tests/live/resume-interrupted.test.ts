/** Ctrl-C, once and twice, and the command that is printed then; two runs at once. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { lockOwner } from '../../src/host/lock-file.ts';
import { lockFileOf } from '../../src/journal/run-lock.ts';
import { until } from '../helpers/until.ts';
import {
  childrenOf,
  expectKept,
  expectWhole,
  LIMIT_MS,
  ONE,
  SINGLE,
  workFolder,
} from './resume-rig.ts';
import type { Tool, Work } from './resume-rig.ts';

const PROMISED_MS = 3000;

beforeAll(async () => {
  expect((await workFolder().run(...ONE)).exitCode).toBe(0);
}, LIMIT_MS);

const isMeasuring = (work: Work): boolean => work.entries().at(-1)?.type === 'cell-started';
const hasRound = (work: Work): boolean =>
  work.entries().some(({ type }) => type === 'round-finished');

/** A run that measures its second round. */
async function started(work: Work): Promise<Tool> {
  const tool = work.start(...ONE);
  await until('it measures round 2', () => hasRound(work) && isMeasuring(work));
  return tool;
}

describe('Ctrl-C', () => {
  it(
    'once ends the children within 3 s, closes the journal and says how to go on',
    async () => {
      const work = workFolder();
      const tool = await started(work);
      const asked = performance.now();
      tool.kill('SIGINT');
      await until('its children are gone', () => childrenOf(tool).length === 0);
      expect(performance.now() - asked).toBeLessThan(PROMISED_MS);
      const { exitCode, stderr } = await tool.ended;
      expect(exitCode).toBe(130);
      expect(work.entries().at(-1)).toMatchObject({ type: 'run-finished', status: 'interrupted' });
      expect(stderr).toMatch(/\nresume {3}pairbench .*--resume=results\/\S+\n$/);
      expect(existsSync(lockFileOf(work.results))).toBe(false);
      const kept = readFileSync(work.journal());
      expect((await work.run('--resume')).exitCode).toBe(0);
      expectKept(kept, work.journal());
      expectWhole(work.entries(), 1);
    },
    LIMIT_MS,
  );

  it(
    'twice ends at once; the lock that is left keeps nobody out',
    async () => {
      const work = workFolder();
      const tool = await started(work);
      tool.kill('SIGINT');
      tool.kill('SIGINT');
      expect((await tool.ended).exitCode).toBe(130);
      expect(childrenOf(tool)).toEqual([]);
      expect((await work.run('--resume')).exitCode).toBe(0);
      expectWhole(work.entries(), 1);
      expect(existsSync(lockFileOf(work.results))).toBe(false);
    },
    LIMIT_MS,
  );

  it(
    'while a resumed run is still building leaves the journal as it is, and says how to go on',
    async () => {
      const work = workFolder({ cache: path.join(workFolder().folder, 'cache') });
      const tool = work.start(...ONE);
      await until('it builds', () => work.entries().some(({ type }) => type === 'build-started'));
      tool.kill('SIGKILL');
      await tool.ended;
      const journal = readFileSync(work.journal());
      const build = path.join(work.services, 'clients', 'node-undici', 'build.mjs');
      const source = readFileSync(build, 'utf8');
      writeFileSync(build, 'setTimeout(() => {}, 60_000);');
      const resumed = work.start('--resume');
      await until('it builds again', () => childrenOf(resumed).length > 0);
      resumed.kill('SIGINT');
      const { exitCode, stderr } = await resumed.ended;
      expect(exitCode).toBe(130);
      expect(stderr).toMatch(/\nresume {3}pairbench .*--resume=results\/\S+\n$/);
      expect(readFileSync(work.journal())).toEqual(journal);
      writeFileSync(build, source);
      expect((await work.run('--resume')).exitCode).toBe(0);
      expectWhole(work.entries(), 1);
    },
    LIMIT_MS,
  );
});

describe('the command that is printed', () => {
  it.each([
    ['run', [...ONE, '--label', "it's $HOME"]],
    ['single', SINGLE],
  ])(
    'works as it stands, after %s by npm',
    async (_, args) => {
      const work = workFolder();
      const env = {
        PAIRBENCH_RUNTIME: 'process',
        PAIRBENCH_TEST_MODULES: path.resolve('.'),
        PAIRBENCH_CONNECTIONS: '9', // which the flag outweighs
      };
      const places = ['--services', work.services, '--cache-dir', work.cache, '-o', work.results];
      const npm = execa('npm', ['run', 'matrix', '--', ...args, ...places], { env, reject: false });
      await until('it measures', () => isMeasuring(work));
      const pid = Number(lockOwner(lockFileOf(work.results))?.split('.')[0]);
      process.kill(pid, 'SIGINT');
      const { stderr } = await npm;
      const [, command = ''] = /^resume {3}(npm run matrix -- .*)$/m.exec(stderr) ?? [];
      const again = await execa('sh', ['-c', command], { env, reject: false });
      expect(again.stderr).toMatch(/^resume {3}(rounds kept: |no round is kept)/m);
      expect(again.exitCode).toBe(0);
      expect(work.entries()[0]).toMatchObject({ plan: { settings: { connections: 2 } } });
      expect(work.entries().at(-1)).toMatchObject({ type: 'run-finished', status: 'complete' });
    },
    LIMIT_MS,
  );
});

describe('two runs at once in a results folder', () => {
  it(
    'are refused, whether the second is new or goes on; the first is not disturbed',
    async () => {
      const work = workFolder();
      const first = work.start('-s', 'stub-server', '-k', 'node-undici', '-c', '2', '-d', '60s');
      await until('it measures', () => isMeasuring(work));
      const journal = readFileSync(work.journal());
      for (const args of [ONE, ['--resume']]) {
        const { exitCode, stdout, stderr } = await work.run(...args);
        expect(stderr).toContain(
          `pairbench: another run is going on in ${work.results}, process ${first.pid}\n`,
        );
        expect([exitCode, stdout]).toEqual([2, '']);
      }
      expect(readFileSync(work.journal())).toEqual(journal);
      expect(childrenOf(first).length).toBeGreaterThan(0);
      first.kill('SIGINT');
      expect((await first.ended).exitCode).toBe(130);
    },
    LIMIT_MS,
  );

  it(
    'are told from a pid that is used again, whose process is left alone',
    async () => {
      const work = workFolder();
      const first = await started(work);
      first.kill('SIGKILL');
      await first.ended;
      // This very process, as if it had got the pid of the dead one.
      writeFileSync(lockFileOf(work.results), `${process.pid}.1`);
      expect((await work.run('--resume')).exitCode).toBe(0);
      expectWhole(work.entries(), 1);
    },
    LIMIT_MS,
  );
});

describe('--resume', () => {
  it(
    'is refused for a run that is complete, one that is not there, and when there is none',
    async () => {
      const work = workFolder();
      const none = await work.run('--resume');
      expect(none.stderr).toContain(
        `pairbench: --resume: no run in ${work.results} was interrupted`,
      );
      const small = await work.run(...SINGLE);
      expect(small.exitCode).toBe(0);
      const journal = readFileSync(work.journal());
      const run = path.basename(path.dirname(work.journal()));
      const complete = await work.run('--resume', run);
      expect(complete.stderr).toContain(`pairbench: --resume: run ${run} is complete\n`);
      const newest = await work.run('--resume');
      expect(newest.stderr).toContain(
        `pairbench: --resume: no run in ${work.results} was interrupted`,
      );
      const unknown = await work.run('--resume', 'run-7');
      expect(unknown.stderr).toContain(`pairbench: no run "run-7" in ${work.results}\n`);
      expect(unknown.stderr).toContain(`there are: ${run}`);
      for (const { exitCode } of [none, complete, newest, unknown]) expect(exitCode).toBe(2);
      expect(readFileSync(work.journal())).toEqual(journal);
    },
    LIMIT_MS,
  );

  it(
    'with single goes on with that pair, and refuses another',
    async () => {
      const work = workFolder();
      const tool = work.start(...SINGLE);
      await until('it measures', () => isMeasuring(work));
      tool.kill('SIGKILL');
      await tool.ended;
      const other = await work.run('single', 'node-http', 'node-undici', '--resume');
      expect(other.stderr).toMatch(/cannot go on, .*: pairs: \["stub-server:node-undici"\] then, /);
      expect(other.exitCode).toBe(2);
      expect((await work.run(...SINGLE, '--resume')).exitCode).toBe(0);
    },
    LIMIT_MS,
  );
});
