import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { writeService } from '../helpers/service-folder.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const BIN = path.resolve('bin/pairbench.js');

/** Where the user stands: an own folder, with two services that are never started. */
let work: string;

beforeEach(() => {
  work = tempFolder();
  const root = path.join(work, 'services');
  writeService(root, { name: 'sh-server', manifest: { tags: ['default'] } });
  writeService(root, { kind: 'client', name: 'sh-client', manifest: { tags: ['default'] } });
});

function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return pairbench(args, work, {
    PAIRBENCH_SERVICES: 'services',
    PAIRBENCH_CACHE_DIR: 'cache',
    ...env,
  });
}

/** One sentence and at most one hint, on stderr alone, and nothing was begun. */
function expectFault({ exitCode, stdout, stderr }: Outcome, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(/^pairbench: .+\n(?: {2}.+\n)?$/);
  expect(stderr).not.toMatch(/^ {4}at |Error:/m);
  expect(stdout).toBe('');
  expect(exitCode).toBe(2);
  expect(existsSync(path.join(work, 'results'))).toBe(false);
}

describe('wrong input is one sentence and exit code 2', () => {
  test.each<[string, string[], RegExp]>([
    [
      'an unknown server',
      ['-s', 'sh-servr'],
      /--servers: no server matches "sh-servr"\n {2}did you mean sh-server\?/,
    ],
    [
      'an unknown client',
      ['-k', 'nobody'],
      /--clients: no client matches "nobody"\n {2}there are: sh-client/,
    ],
    [
      'an unknown service to build',
      ['build', 'sh-clent'],
      /no service matches "sh-clent"\n {2}did you mean sh-client\?/,
    ],
    ['an unknown pair', ['--pairs', 'sh-server'], /--pairs: "sh-server" is not SERVER:CLIENT/],
    [
      'an unknown flag',
      ['--conections', '5'],
      /unknown flag --conections\n {2}did you mean --connections\?/,
    ],
    ['an unknown verb', ['reprot'], /unknown word reprot/],
    ['a flag without its value', ['-c'], /-c needs a value/],
    ['a bad unit', ['-d', '847.00us'], /--duration: "847\.00us" is not a duration such as/],
    ['a comma in a number', ['-c', '1,5'], /--connections: "1,5" is not a whole number/],
    ['too many connections', ['-c', '1000000'], /--connections: 1000000 connections need /],
    ['no connections', ['-c', '0'], /--connections: 0 is outside 1 to 1000000/],
    [
      'CPUs that are not there',
      ['--pin', '0:9999'],
      /--pin: CPU 9999 of the client set is not available/,
    ],
    ['two lengths', ['-d', '1s', '-n', '5'], /--duration and --requests exclude each other/],
    ['an unknown profile', ['--profile', 'thorough'], /--profile: "thorough" is unknown/],
    ['a folder without services', ['--services', '.'], /no service found below /],
    [
      'a result file in a missing folder',
      ['--json', 'none/result.json'],
      /--json: none\/result\.json cannot be written: /,
    ],
    [
      'a result file that is a folder',
      ['--json', 'services'],
      /--json: services cannot be written: it is a folder/,
    ],
    ['a missing config file', ['--config', 'none.yaml'], /none\.yaml: cannot be read: /],
    ['a report of no run', ['report'], /there is no run in .* yet\n {2}measure first/],
    ['a report of an unknown run', ['report', 'x', '--json'], /no run "x" in /],
  ])('%s', async (_, args, sentence) => {
    expectFault(await run(args), sentence);
  });

  test('a results folder that cannot be written', async () => {
    writeInto(work, 'file', '');
    expectFault(await run(['-o', 'file/results']), /--output: .*file\/results cannot be written: /);
    expect(readdirSync(work).sort()).toEqual(['file', 'services']);
  });

  test('a cache that cannot be written', async () => {
    writeInto(work, 'file', '');
    expectFault(
      await run(['build', '--cache-dir', 'file/cache', '--quiet']),
      /--cache-dir: .*file\/cache.* cannot be written: /,
    );
  });

  test('a config file that is not YAML', async () => {
    writeInto(work, 'pairbench.yaml', 'rounds: [1\n');
    expectFault(await run([]), /^pairbench: pairbench\.yaml:\d+:\d+: not valid YAML: /);
  });

  test('a config file with an unknown key', async () => {
    writeInto(work, 'pairbench.yaml', 'rounds: 1\nconection: 5\n');
    expectFault(await run([]), /pairbench\.yaml:2:1: unknown key "conection"/);
  });

  test('a variable with a bad value', async () => {
    expectFault(
      await run([], { PAIRBENCH_ROUNDS: 'many' }),
      /PAIRBENCH_ROUNDS: "many" is not a whole/,
    );
  });

  test('a manifest that is wrong', async () => {
    writeInto(work, 'services/servers/bad/service.yaml', 'titel: x\n');
    expectFault(await run([]), /services\/servers\/bad\/service\.yaml:1:1: /);
  });

  test('a journal that was changed', async () => {
    writeInto(work, 'elsewhere/run-1/journal.ndjson', '{"seq":1}\n');
    expectFault(
      await run(['report', '-o', 'elsewhere']),
      /journal\.ndjson:1: it is not a journal line\n {2}the journal was changed/,
    );
  });

  test('a journal that is empty', async () => {
    writeInto(work, 'elsewhere/run-1/journal.ndjson', '');
    expectFault(
      await run(['report', '-o', 'elsewhere']),
      /the journal does not say what was planned/,
    );
  });
});

describe('what is not wrong', () => {
  test('a dry run says what would be done and leaves nothing', async () => {
    const { exitCode, stdout, stderr } = await run(['--dry-run', '--json', '-o', 'out']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^runtime process \(.*\)\n1 pair x 3 rounds, /);
    expect(readdirSync(work)).toEqual(['services']);
  });

  test('a variable that means nothing is noted', async () => {
    const { exitCode, stderr } = await run(['--dry-run'], { PAIRBENCH_CONECTIONS: '5' });
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      'note: PAIRBENCH_CONECTIONS is not a variable of pairbench, did you mean PAIRBENCH_CONNECTIONS?\n',
    );
  });
});

test('a limit of open files below what the program itself needs is one sentence', async () => {
  const { exitCode, stdout, stderr } = await execa(
    'sh',
    [
      '-c',
      'ulimit -n 40 && exec "$0" "$@"',
      process.execPath,
      path.resolve('bin/pairbench.js'),
      'list',
    ],
    { cwd: work, reject: false },
  );
  expect([exitCode, stdout]).toEqual([3, '']);
  expect(stderr).toBe(
    'pairbench: the limit of open files, 40, is too low to load the program\n  raise it: ulimit -n 1024',
  );
});

testWithDisk('a full disk is one sentence and exit code 1, and nothing is begun', async () => {
  const disk = mountDisk('size=4k');
  writeInto(disk, 'filler', 'x'.repeat(4096));
  const { exitCode, stdout, stderr } = await run(['-o', disk]);
  expect(stderr).toMatch(
    /^pairbench: --output: \S+ cannot be written: ENOSPC.*\n {2}make room and start again; .*\n$/,
  );
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(readdirSync(disk)).toEqual(['filler']);
});

test.each([['list'], ['--help'], ['--dry-run']])(
  'output that cannot be written is one sentence and exit code 1: %s',
  async (word) => {
    const { exitCode, stderr } = await execa(
      'sh',
      ['-c', `exec "$0" "$@" > /dev/full`, process.execPath, BIN, word],
      {
        cwd: work,
        env: { PAIRBENCH_SERVICES: 'services' },
        reject: false,
      },
    );
    expect(stderr).toBe(
      'pairbench: the output cannot be written: ENOSPC: no space left on device, write',
    );
    expect(exitCode).toBe(1);
  },
);
