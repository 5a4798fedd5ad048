import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { lockOwner, removeLockOfDead, tryLock, unlock } from '../../src/host/lock-file.ts';
import { ownOwner } from '../../src/host/owner.ts';
import { identify } from '../../src/host/process-table.ts';
import { startChild } from '../helpers/children.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

/** Pids end at 4,194,304. */
const DEAD = '4194305.1';

function lockOf(owner: string): string {
  return writeInto(tempFolder(), '.lock', owner);
}

/** The mark of a process that lives until the test is over. */
async function somebodyElse(): Promise<string> {
  const { pid } = await startChild(['sleep', '60']);
  return `${pid}.${identify(pid)?.start_ticks ?? '?'}`;
}

describe('a lock that nobody holds', () => {
  test('is taken, names its owner, and is given back', () => {
    const folder = tempFolder();
    const file = path.join(folder, '.lock');
    expect(lockOwner(file)).toBeNull();
    expect(tryLock(file)).toBe(true);
    expect(readdirSync(folder)).toEqual(['.lock']);
    expect(lockOwner(file)).toBe(ownOwner());
    unlock(file);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('may be given back twice', () => {
    const file = path.join(tempFolder(), '.lock');
    unlock(file);
    expect(existsSync(file)).toBe(false);
  });

  test('leaves nothing where no file can be made', () => {
    const folder = tempFolder();
    expect(() => tryLock(path.join(folder, 'none', '.lock'))).toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual([]);
  });

  testWithDisk('leaves nothing on a full disk', () => {
    const disk = mountDisk('size=4k');
    writeInto(disk, 'filler', 'x'.repeat(4096));
    expect(() => tryLock(path.join(disk, '.lock'))).toThrow('ENOSPC');
    expect(readdirSync(disk)).toEqual(['filler']);
  });
});

describe('the lock of a process that lives', () => {
  test('is not taken, whoever it is', async () => {
    for (const owner of [ownOwner(), await somebodyElse()]) {
      const file = lockOf(owner);
      expect(tryLock(file)).toBe(false);
      expect(removeLockOfDead(file)).toBe(false);
      expect(readFileSync(file, 'utf8')).toBe(owner);
      expect(readdirSync(path.dirname(file))).toEqual(['.lock']);
    }
  });

  test('is not given back by another', async () => {
    const owner = await somebodyElse();
    const file = lockOf(owner);
    unlock(file);
    expect(lockOwner(file)).toBe(owner);
  });
});

describe('the lock of the dead', () => {
  test.each([
    ['of a pid that is not used', DEAD],
    ['of a pid that another process has now', `${process.pid}.1`],
    ['without an owner', ''],
    ['of somebody unknown', 'somebody'],
  ])('%s is taken over', (_, owner) => {
    const file = lockOf(owner);
    expect(tryLock(file)).toBe(true);
    expect(lockOwner(file)).toBe(ownOwner());
    expect(readdirSync(path.dirname(file))).toEqual(['.lock']);
  });

  test('can be removed without taking it', () => {
    const file = lockOf(DEAD);
    expect(removeLockOfDead(file)).toBe(true);
    expect(removeLockOfDead(file)).toBe(false);
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('is taken over even if a process has died while it did just that', () => {
    const file = lockOf(DEAD);
    writeInto(path.dirname(file), '.lock.guard', DEAD);
    expect(tryLock(file)).toBe(true);
    expect(readdirSync(path.dirname(file))).toEqual(['.lock']);
  });

  test('is left to the process that is taking it over', async () => {
    const file = lockOf(DEAD);
    writeInto(path.dirname(file), '.lock.guard', await somebodyElse());
    expect(tryLock(file)).toBe(false);
    expect(lockOwner(file)).toBe(DEAD);
  });
});

test('a lock that cannot be read is no reason to take it', () => {
  const file = path.join(tempFolder(), '.lock');
  mkdirSync(file);
  chmodSync(file, 0o000);
  expect(() => tryLock(file)).toThrow(/EISDIR|EACCES/);
  expect(existsSync(file)).toBe(true);
});

/** Takes the lock over and over, and dies each time while it holds it, as far as the others can see. */
const RACER = `
  const { renameSync, writeFileSync } = await import('node:fs');
  const { lockOwner, tryLock } = await import(process.argv[1]);
  const file = process.argv[2];
  let taken = 0;
  for (let tries = 0; tries < 2000; tries += 1) {
    if (!tryLock(file)) continue;
    taken += 1;
    const own = lockOwner(file);
    if (!own?.startsWith(process.pid + '.')) throw new Error('it was taken away at once');
    for (let looks = 0; looks < 20; looks += 1)
      if (lockOwner(file) !== own) throw new Error('it was taken away');
    writeFileSync(file + '.dead.' + process.pid, '${DEAD}');
    renameSync(file + '.dead.' + process.pid, file);
  }
  console.log(taken);`;

test('of several that take over a lock at the same time, one gets it', async () => {
  const file = lockOf(DEAD);
  const compiled = new URL('../../dist/src/host/lock-file.js', import.meta.url).href;
  const racer = (): Promise<string> =>
    execa(process.execPath, [...['--input-type=module', '--eval', RACER, compiled, file]]).then(
      ({ stdout }) => stdout,
    );
  const taken = await Promise.all([racer(), racer(), racer(), racer()]);
  expect(taken.every((times) => Number(times) > 0)).toBe(true);
});
