/** What keeps an interrupted run from going on: it is named, and the journal stays as it is. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lockFileOf } from '../../src/journal/run-lock.ts';
import { journalEntrySchema } from '../../src/journal/entries.ts';
import type { RunStarted } from '../../src/journal/entries.ts';
import { formatLine } from '../../src/journal/line-format.ts';
import { until } from '../helpers/until.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { expectWhole, keepFolder, LIMIT_MS, ONE, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

/** Results with one run, whose first round is finished and whose second is not. */
let stored: string;

beforeAll(async () => {
  // Builds and verifies, so that the next one measures soon, whatever goes on beside it.
  expect((await workFolder().run(...ONE)).exitCode).toBe(0);
  const work = workFolder();
  const tool = work.start(...ONE);
  await until('round 2 has begun', () =>
    work.entries().some((entry) => entry.type === 'cell-started' && entry.round === 2),
  );
  tool.kill('SIGKILL');
  await tool.ended;
  rmSync(lockFileOf(work.results));
  stored = keepFolder(work.results);
}, LIMIT_MS);

afterAll(() => {
  rmSync(stored, { recursive: true });
});

/** A folder of the test's own, with that run. */
function withRun(places: Parameters<typeof workFolder>[0] = {}): Work {
  const work = workFolder(places);
  cpSync(stored, work.results, { recursive: true });
  return work;
}

async function expectRefused(
  work: Work,
  sentence: RegExp,
  args: readonly string[] = ['--resume'],
): Promise<void> {
  const journal = readFileSync(work.journal());
  const { exitCode, stdout, stderr } = await work.run(...args);
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(/^pairbench: .+\n {2}.+\n$/m);
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(readFileSync(work.journal()).equals(journal)).toBe(true);
  expect(existsSync(`${work.journal()}.torn`)).toBe(false);
  expect(existsSync(lockFileOf(work.results))).toBe(false);
}

async function expectResumed(work: Work): Promise<string> {
  const { exitCode, stderr } = await work.run('--resume');
  expect(stderr).toContain('resume   rounds kept: 1\n');
  expect(exitCode).toBe(0);
  expectWhole(work.entries(), 1);
  return stderr;
}

/** The journal as it would be if the run had begun otherwise. */
function editStart(work: Work, change: (started: RunStarted) => RunStarted): void {
  const file = work.journal();
  const lines = readFileSync(file, 'utf8').split('\n');
  const { entry } = JSON.parse(lines[0] ?? '') as { entry: unknown };
  const started = journalEntrySchema.parse(entry);
  if (started.type !== 'run-started') throw new Error('the journal does not begin');
  writeFileSync(file, [formatLine(1, change(started)).trimEnd(), ...lines.slice(1)].join('\n'));
}

describe('a run cannot go on', () => {
  it.each([
    ['servers/stub-server', 'stub-server'],
    ['clients/node-undici', 'node-undici'],
  ])(
    'when a line of the source of %s has changed; once that is undone, it can',
    async (folder, name) => {
      const work = withRun();
      const file = path.join(work.services, folder, 'order.mjs');
      const source = readFileSync(file, 'utf8');
      writeFileSync(file, `${source}\n// one line more\n`);
      await expectRefused(
        work,
        new RegExp(`cannot go on, .*: ${name}: its sources, build or tools have changed\\n`),
      );
      writeFileSync(file, source);
      await expectResumed(work);
    },
    LIMIT_MS,
  );

  it.each<[string, string[], RegExp]>([
    ['-c', ['-c', '3'], /settings\.connections: 2 then, 3 now\n/],
    ['-n', ['-n', '50'], /settings\.requests: 40 then, 50 now\n/],
    ['-d', ['-d', '1s'], /settings\.duration_ms: null then, 1000 now; settings\.requests: 40 then/],
    ['--rounds', ['--rounds', '4'], /settings\.rounds: 3 then, 4 now\n/],
    ['--seed', ['--seed', '5'], /seed: \d+ then, 5 now\n/],
    ['--pin', ['--pin', 'none'], /settings\.|pinning\.server: \[\d+\] then, null now/],
    ['--no-keep-alive', ['--no-keep-alive'], /settings\.keep_alive: true then, false now\n/],
    ['-s', ['-s', 'node-http', '-k', 'node-undici'], /pairs: \["stub-server:node-undici"\] then, /],
  ])(
    'with another %s',
    async (_, flags, difference) => {
      await expectRefused(withRun(), difference, ['--resume', ...flags]);
    },
    LIMIT_MS,
  );

  it(
    'with other settings in pairbench.yaml',
    async () => {
      const work = withRun();
      writeInto(work.folder, 'pairbench.yaml', 'connections: 3\n');
      await expectRefused(work, /settings\.connections: 2 then, 3 now\n/);
    },
    LIMIT_MS,
  );

  it.each<[string, (started: RunStarted) => RunStarted, RegExp]>([
    [
      'on another kernel',
      (started) => ({ ...started, host: { ...started.host, kernel: '5.10.0' } }),
      /host\.kernel: "5\.10\.0" then, "\S+" now\n/,
    ],
    [
      'on another CPU',
      (started) => ({ ...started, host: { ...started.host, cpu_model: 'Other' } }),
      /host\.cpu_model: "Other" then, ".+" now\n/,
    ],
    [
      'with another kernel setting',
      (started) => ({
        ...started,
        host: {
          ...started.host,
          sysctl: { ...started.host.sysctl, 'net.core.somaxconn': '7' },
        },
      }),
      /host\.sysctl\.net\.core\.somaxconn: "7" then, "\d+" now\n/,
    ],
    [
      'with another version of the tool',
      (started) => ({ ...started, tool_version: '0.0.1' }),
      /tool_version: "0\.0\.1" then, "\S+" now\n/,
    ],
  ])(
    '%s',
    async (_, change, difference) => {
      const work = withRun();
      editStart(work, change);
      await expectRefused(work, difference);
    },
    LIMIT_MS,
  );

  it(
    'with a build that has lost a file',
    async () => {
      const other = withRun({ cache: path.join(workFolder().folder, 'cache') });
      // The cache of all tests changes while it is copied: it is built anew.
      expect((await other.run('build', 'stub-server', 'node-undici')).exitCode).toBe(0);
      const builds = path.join(other.cache, 'builds', 'server', 'stub-server');
      const [build = ''] = readdirSync(builds, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
      rmSync(path.join(builds, build, 'main.mjs'));
      await expectRefused(other, /: stub-server: its binary has changed\n/);
    },
    LIMIT_MS,
  );

  it(
    'without one of its services',
    async () => {
      const work = withRun();
      rmSync(path.join(work.services, 'servers', 'stub-server'), { recursive: true });
      await expectRefused(work, /: stub-server: this server is gone\n/);
    },
    LIMIT_MS,
  );
});

describe('a journal', () => {
  it(
    'that ends in half a line goes on; the torn end is set aside, which is said',
    async () => {
      const work = withRun();
      const whole = readFileSync(work.journal());
      const torn = whole.subarray(0, -17);
      writeFileSync(work.journal(), torn);
      expect((await work.run('report')).stderr).toMatch(
        /note: the last \d+ bytes of \S+ are half a line/,
      );
      const fragment = torn.subarray(torn.lastIndexOf('\n') + 1);
      const stderr = await expectResumed(work);
      expect(stderr).toContain(`the journal ended in half a line: ${fragment.length} bytes`);
      expect(readFileSync(`${work.journal()}.torn`).equals(fragment)).toBe(true);
      const report = await work.run('report');
      expect(report.exitCode).toBe(0);
      expect(report.stdout).toContain('half a line');
    },
    LIMIT_MS,
  );

  it.each<[string, (text: string) => string, number]>([
    ['two lines glued together', (text) => text.replace('\n{"seq":4,', '{"seq":4,'), 3],
    ['a line that has changed', (text) => text.replace(/("seq":5,.*?)"/, '$1 "'), 5],
    ['a line that is missing', (text) => text.replace(/\{"seq":6,.*\n/, ''), 6],
    ['a line cut short in the middle', (text) => text.replace(/(\{"seq":7,).*/, '$1'), 7],
  ])(
    'with %s is refused by the number of the line',
    async (_, damage, line) => {
      const work = withRun();
      const text = readFileSync(work.journal(), 'utf8');
      const damaged = damage(text);
      expect(damaged).not.toBe(text);
      writeFileSync(work.journal(), damaged);
      await expectRefused(work, new RegExp(`journal\\.ndjson:${line}: `));
    },
    LIMIT_MS,
  );
});
