import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { writeService } from '../helpers/service-folder.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const MINE = ['--server-url', 'mine=http://127.0.0.1:8000'];
const OTHER = ['--server-url', 'other=http://[::1]:8000'];

let work: string;

/** Services that are never started: nothing here gets further than the plan. */
beforeEach(() => {
  work = tempFolder();
  const root = path.join(work, 'services');
  writeService(root, { name: 'a-server', manifest: { tags: ['default'] } });
  writeService(root, { name: 'b-server' });
  writeService(root, { kind: 'client', name: 'a-client', manifest: { tags: ['default'] } });
});

function dryRun(...args: string[]): Promise<Outcome> {
  const env = { PAIRBENCH_SERVICES: 'services', PAIRBENCH_RUNTIME: 'process' };
  return pairbench([...args, '--dry-run', '--rounds', '1', '--seed', '1'], work, env);
}

async function rows(...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await dryRun(...args);
  expect(stderr).toBe('');
  return [...stdout.matchAll(/^round 1 {2}(\S+): /gm)].map(([, name]) => name ?? '').sort();
}

describe('a server that already runs', () => {
  test.each<[string, string[], string[]]>([
    ['joins the default servers', MINE, ['a-server', 'mine']],
    ['joins the servers that are chosen', [...MINE, '-s', 'b-server'], ['b-server', 'mine']],
    ['is alone when it is chosen', [...MINE, '-s', 'mine'], ['mine']],
    ['may be one of several', [...MINE, ...OTHER, '-s', 'b-server'], ['b-server', 'mine', 'other']],
    ['is measured in the pairs that name it', [...MINE, '--pairs', 'mine:a-client'], ['mine']],
  ])('%s', async (_, args, servers) => {
    expect(await rows(...args)).toEqual(servers);
  });

  test('may have the name of a client', async () => {
    const { stdout } = await dryRun('-s', 'a-client', '--server-url', 'a-client=http://[::1]:8000');
    expect(stdout).toContain('\nround 1  a-client: a-client\n');
  });

  test('can be the server of one pair', async () => {
    const { stdout } = await dryRun('single', 'mine', 'a-client', ...MINE);
    expect(stdout).toContain('\nround 1  mine: a-client\n');
  });

  test('of the file is left out by a choice that does not name it', async () => {
    writeInto(
      work,
      'pairbench.yaml',
      'server-url: [mine=http://127.0.0.1:8000, other=http://127.0.0.1:8001]\n',
    );
    expect(await rows('-s', 'other')).toEqual(['other']);
    expect(await rows('--pairs', 'b-server:a-client')).toEqual(['b-server']);
    expect((await dryRun('single', 'b-server', 'a-client')).exitCode).toBe(0);
  });
});

describe('what would mean nothing is refused', () => {
  test.each<[string[], string]>([
    [
      ['--server-url', 'b-server=http://127.0.0.1:8000'],
      'pairbench: --server-url: there is a server named b-server already\n',
    ],
    [
      [...MINE, ...OTHER, '-s', 'mine'],
      'pairbench: --server-url: other is not among the servers that were chosen\n',
    ],
    [
      [...MINE, '--pairs', 'a-server:a-client'],
      'pairbench: --server-url: mine is not among the servers that were chosen\n',
    ],
    [
      ['single', 'a-server', 'a-client', ...MINE],
      'pairbench: --server-url: mine is not among the servers that were chosen\n',
    ],
    [['--server-url', 'mine'], 'pairbench: --server-url: "mine" is not NAME=URL\n'],
    [
      ['--server-pid', 'mine=1'],
      'pairbench: --server-pid: there is no server "mine" of --server-url\n',
    ],
  ])('%j', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await dryRun(...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(existsSync(path.join(work, 'results'))).toBe(false);
  });
});
