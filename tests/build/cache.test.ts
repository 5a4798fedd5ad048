import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildFolder, forgetBuild, readMark, withBuildLock } from '../../src/build/cache.ts';
import type { BuildFolder } from '../../src/build/cache.ts';
import { Interrupted } from '../../src/host/interrupted.ts';
import { ownOwner } from '../../src/host/owner.ts';
import { identify, isRunning } from '../../src/host/process-table.ts';
import { startChild } from '../helpers/children.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const SERVICE = { kind: 'server', name: 'go-gin' } as const;
const MARK = { fingerprint: 'abc', versions: { gin: '1.12.0' } };
const { signal: never } = new AbortController();

function folderWith(files: { mark?: string; lock?: string; out?: boolean } = {}): BuildFolder {
  const folder = buildFolder(tempFolder(), SERVICE, 'abc');
  mkdirSync(path.dirname(folder.out), { recursive: true });
  if (files.out !== false) writeInto(folder.out, 'program', 'x');
  if (files.mark !== undefined) writeInto('/', folder.mark_file, files.mark);
  if (files.lock !== undefined) writeInto('/', folder.lock_file, files.lock);
  return folder;
}

test('a server and a client of one name have folders of their own', () => {
  const [server, client] = (['server', 'client'] as const).map((kind) =>
    buildFolder('/cache', { kind, name: 'reference' }, 'abc'),
  );
  expect(server?.out).toBe('/cache/builds/server/reference/abc');
  expect(client?.verdict_file).toBe('/cache/builds/client/reference/abc.verified.json');
});

describe('a build', () => {
  test('is finished once its mark is there', () => {
    expect(readMark(folderWith({ mark: JSON.stringify(MARK) }))).toEqual(MARK);
  });

  test.each([
    ['without a mark', {}],
    ['with a mark cut off', { mark: JSON.stringify(MARK).slice(0, -5) }],
    ['with an empty mark', { mark: '' }],
    ['with a mark of another form', { mark: '{"fingerprint":"abc"}' }],
    ['without its output', { mark: JSON.stringify(MARK), out: false }],
  ])('%s is none', (_, files) => {
    expect(readMark(folderWith(files))).toBeNull();
  });

  test('that is forgotten leaves nothing, and may be forgotten twice', () => {
    const folder = folderWith({ mark: JSON.stringify(MARK) });
    forgetBuild(folder);
    forgetBuild(folder);
    expect([folder.out, folder.mark_file].map(existsSync)).toEqual([false, false]);
  });
});

describe('the lock of a build', () => {
  test('is held while the work goes on, and given back, also after a fault', async () => {
    const folder = folderWith();
    const held = await withBuildLock(folder, never, () =>
      Promise.resolve(readFileSync(folder.lock_file, 'utf8')),
    );
    expect(held).toBe(ownOwner());
    const work = withBuildLock(folder, never, () => Promise.reject(new Error('of the work')));
    await expect(work).rejects.toThrow('of the work');
    expect(existsSync(folder.lock_file)).toBe(false);
  });

  test('lets one work at a time', async () => {
    const folder = folderWith();
    let working = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      working += 1;
      most.push(working);
      await new Promise(setImmediate);
      working -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withBuildLock(folder, never, work)));
    expect(most).toEqual([1, 1, 1]);
  });

  test.each([
    ['of a process that has died', '4194305.1'],
    ['of a pid that another process has now', `${process.pid}.1`],
    ['without an owner', ''],
    ['of somebody unknown', 'somebody'],
  ])('%s is taken over', async (_, lock) => {
    const folder = folderWith({ lock });
    expect(await withBuildLock(folder, never, () => Promise.resolve('done'))).toBe('done');
  });

  test('of a process that lives is waited for until it has died', async () => {
    const { pid } = await startChild(['sleep', '60']);
    const owner = identify(pid);
    if (owner === null) throw new Error('the owner is gone');
    const folder = folderWith({ lock: `${pid}.${owner.start_ticks}` });
    const waiting = withBuildLock(folder, never, () => Promise.resolve(isRunning(owner)));
    process.kill(pid, 'SIGKILL');
    expect(await waiting).toBe(false);
  });

  test('of a process that lives is not waited for after an interruption', async () => {
    const folder = folderWith({ lock: ownOwner() });
    const controller = new AbortController();
    const waiting = withBuildLock(folder, controller.signal, () => Promise.resolve());
    controller.abort();
    await expect(waiting).rejects.toThrow(Interrupted);
    expect(readFileSync(folder.lock_file, 'utf8')).toBe(ownOwner());
  });

  test('cannot be had where the cache cannot be written', async () => {
    const file = writeInto(tempFolder(), 'file', '');
    const folder = buildFolder(path.join(file, 'cache'), SERVICE, 'abc');
    const fault = await faultOf(() => withBuildLock(folder, never, () => Promise.resolve()));
    expect(fault.message).toMatch(/^--cache-dir: .*\/file\/cache\/.* cannot be written: .*ENOTDIR/);
  });
});
