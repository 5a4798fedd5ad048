import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { installPolicy } from '../../src/build/packages.ts';
import type { InstallPolicy } from '../../src/build/packages.ts';
import { OWNER_VARIABLE } from '../../src/host/owner.ts';
import { processesMarked } from '../../src/host/process-table.ts';
import { fakeTool } from '../helpers/fake-tools.ts';
import { writeService } from '../helpers/service-folder.ts';
import type { ServiceOptions } from '../helpers/service-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { onTerminal } from '../helpers/terminal.ts';
import { until } from '../helpers/until.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const BIN = path.resolve('bin/pairbench.js');

let work: string;

beforeEach(() => {
  work = tempFolder();
});

function add(options: ServiceOptions): void {
  writeService(path.join(work, 'services'), options);
}

const PLACES = ['--services', 'services', '--cache-dir', 'cache'];

function run(...args: string[]): Promise<Outcome> {
  return pairbench([...args, ...PLACES], work, { PAIRBENCH_NO_INSTALL: '1' });
}

describe('list', () => {
  test('shows each service, and what it lacks', async () => {
    add({ name: 'a', manifest: { tags: ['default', 'fast'] } });
    add({ kind: 'client', name: 'b-c', manifest: { requires: [{ tool: 'no-such-tool' }] } });
    const { exitCode, stdout } = await run('list');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        'servers',
        '  a    Stub (sh)  [default, fast]',
        '       ready',
        'clients',
        '  b-c  Stub (sh)',
        '       needs: no-such-tool is not installed',
        '',
      ].join('\n'),
    );
  });
});

test('a name may stand for a server and a client', async () => {
  add({ name: 'twin' });
  const requires = [{ tool: 'no-such-tool' }];
  add({ kind: 'client', name: 'twin', manifest: { requires } });
  expect((await run('list')).stdout).toBe(
    [
      ...['servers', '  twin  Stub (sh)', '        ready'],
      ...['clients', '  twin  Stub (sh)', '        needs: no-such-tool is not installed', ''],
    ].join('\n'),
  );
  const { exitCode, stdout, stderr } = await run('build', 'twin');
  expect([exitCode, stdout]).toEqual([3, '1 of 2 services are built\n']);
  expect(stderr).toMatch(/^build {4}twin \(server\) {2}\d+\.\d s$/m);
  expect(stderr).toMatch(/^skipped {2}twin \(client\): no-such-tool is not installed$/m);
});

describe('build', () => {
  test('builds what is named, once', async () => {
    add({ name: 'a' });
    add({ name: 'b', files: { 'build.sh': 'exit 1' } });
    const first = await run('build', 'a');
    expect(first).toMatchObject({ exitCode: 0, stdout: '1 of 1 services are built\n' });
    expect(first.stderr).toMatch(
      /^note {5}runtime: process \(.*\)\nbuild {4}a …\nbuild {4}a {2}\d+\.\d s\n$/,
    );
    const second = await run('build', 'a', '-v');
    expect(second.stderr).toMatch(/^note .*\nbuild {4}a is up to date\n$/);
  });

  test('ends with 3 when something cannot be built, and shows why', async () => {
    add({ name: 'a', files: { 'build.sh': 'echo "no crate" >&2; exit 7' } });
    add({ name: 'b', manifest: { requires: [{ tool: 'no-such-tool', apt: 'the-tool' }] } });
    add({ name: 'c' });
    const { exitCode, stdout, stderr } = await run('build', '*');
    expect([exitCode, stdout]).toEqual([3, '1 of 3 services are built\n']);
    expect(stderr).toMatch(
      /FAILED {3}build of a: "sh build\.sh" ended with exit code 7\n {4}\| no crate\n {4}log: /,
    );
    expect(stderr).toMatch(
      /skipped {2}b: no-such-tool is not installed\n.*apt-get install.* the-tool/,
    );
  });

  test('is quiet when asked to be', async () => {
    add({ name: 'a' });
    expect((await run('build', 'a', '-q')).stderr).toBe('');
  });
});

describe('progress', () => {
  const ESCAPE = '\u001B';

  test.each<[string, string[], Record<string, string>, boolean]>([
    ['is a status line on a terminal', [], {}, true],
    ['has lines on a dumb terminal', [], { TERM: 'dumb' }, false],
    ['has lines on a terminal of CI', [], { CI: 'true' }, false],
    ['is hidden when asked for', ['--no-progress'], {}, false],
  ])('%s', async (_, flags, env, hasStatus) => {
    add({ name: 'a' });
    const command = [process.execPath, BIN, 'build', 'a', ...PLACES, ...flags];
    const text = await onTerminal(command, work, env);
    expect(text).toContain('1 of 1 services are built');
    expect(text.includes(ESCAPE)).toBe(hasStatus);
  });
});

const canInstall = ({ isRoot, hasApt }: InstallPolicy): boolean => isRoot && hasApt;
const testWithApt = canInstall(installPolicy({})) ? test : test.skip;

testWithApt('an interruption while packages are installed is no fault of theirs', async () => {
  add({ name: 'a', manifest: { requires: [{ tool: 'no-such-tool', apt: 'the-tool' }] } });
  fakeTool('apt-get', '[ "$1" = update ] || { kill -INT $PPID; sleep 0.2; exit 100; }');
  const { exitCode, stderr } = await pairbench(['build', 'a', ...PLACES], work);
  expect(stderr).toContain('SIGINT: stopping');
  expect(exitCode).toBe(130);
});

describe('an interrupted build', () => {
  /** Its builds neither end by themselves nor by SIGTERM. */
  const STUBBORN = `trap '' TERM; touch "$PAIRBENCH_CACHE/runs"; while :; do sleep 0.1; done`;

  function start(script: string) {
    add({ name: 'a', files: { 'build.sh': script } });
    const tool = execa(process.execPath, [BIN, 'build', 'a', ...PLACES], {
      cwd: work,
      reject: false,
    });
    const isOwn = (owner: string): boolean => owner.startsWith(`${tool.pid ?? ''}.`);
    return { tool, left: () => processesMarked(OWNER_VARIABLE, isOwn).length };
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s ends all of its processes and exits with %i', async (signal, code) => {
    const { tool, left } = start('sleep 60 & sleep 60');
    await until('it builds', () => left() > 0);
    tool.kill(signal);
    const { exitCode, stdout, stderr } = await tool;
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toContain(`${signal}: stopping; once more to end at once`);
    await until('all have ended', () => left() === 0);
  });

  test('that does not stop is killed by a second signal', async () => {
    const { tool, left } = start(STUBBORN);
    await until('it builds', () => left() > 1);
    let said = '';
    tool.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    tool.kill('SIGINT');
    await until('it stops', () => said.includes('once more'));
    expect(left()).toBeGreaterThan(0);
    tool.kill('SIGINT');
    expect((await tool).exitCode).toBe(130);
    await until('all have ended', () => left() === 0);
  });
});
