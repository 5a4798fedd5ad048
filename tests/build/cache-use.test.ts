import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { usingCache, whileNobodyUses } from '../../src/build/cache-use.ts';
import { ownOwner } from '../../src/host/owner.ts';
import { identify } from '../../src/host/process-table.ts';
import { startChild } from '../helpers/children.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

const DEAD = '4194305.1';
const done = (): Promise<void> => Promise.resolve();

async function somebodyElse(): Promise<{ pid: number; owner: string }> {
  const { pid } = await startChild(['sleep', '60']);
  return { pid, owner: `${pid}.${identify(pid)?.start_ticks ?? '?'}` };
}

describe('the use of a cache', () => {
  test('is seen while the work goes on, and over with it, also after a fault', async () => {
    const cache = path.join(tempFolder(), 'deep', 'cache');
    const users = (): string[] => readdirSync(path.join(cache, 'users'));
    expect(await usingCache(cache, () => Promise.resolve(users()))).toEqual([ownOwner()]);
    expect(users()).toEqual([]);
    const faulty = usingCache(cache, () => Promise.reject(new Error('of the work')));
    await expect(faulty).rejects.toThrow('of the work');
    expect(users()).toEqual([]);
  });

  test('takes away the marks of users that have died, and no others', async () => {
    const cache = tempFolder();
    const { owner } = await somebodyElse();
    writeInto(cache, `users/${DEAD}`, DEAD);
    writeInto(cache, `users/${owner}`, owner);
    await usingCache(cache, done);
    expect(readdirSync(path.join(cache, 'users'))).toEqual([owner]);
  });

  test('is refused while the builds are being removed', async () => {
    const cache = tempFolder();
    const { pid, owner } = await somebodyElse();
    writeInto(cache, 'removal.lock', owner);
    const { message, exitCode } = await faultOf(() => usingCache(cache, done));
    expect(message).toBe(`${cache}: process ${pid} is removing the builds`);
    expect(exitCode).toBe(2);
    expect(readdirSync(path.join(cache, 'users'))).toEqual([]);
  });

  test('is not kept from it by a removal that has died', async () => {
    const cache = tempFolder();
    writeInto(cache, 'removal.lock', DEAD);
    await usingCache(cache, done);
    expect(existsSync(path.join(cache, 'removal.lock'))).toBe(false);
  });

  test('cannot begin where the cache cannot be written', async () => {
    const file = writeInto(tempFolder(), 'file', '');
    const { message } = await faultOf(() => usingCache(path.join(file, 'cache'), done));
    expect(message).toMatch(/^--cache-dir: \S+\/file\/cache cannot be written: .*ENOTDIR/);
  });
});

describe('the removal of builds', () => {
  test('goes on when nobody uses them, dead users aside', async () => {
    const cache = tempFolder();
    writeInto(cache, `users/${DEAD}`, DEAD);
    writeInto(cache, 'removal.lock', DEAD);
    const seen: string[][] = [];
    await whileNobodyUses(cache, () => {
      seen.push(readdirSync(cache).sort(), readdirSync(path.join(cache, 'users')));
      return done();
    });
    expect(seen).toEqual([['removal.lock', 'users'], []]);
    expect(readdirSync(cache)).toEqual(['users']);
  });

  test('is refused as long as somebody does', async () => {
    const cache = tempFolder();
    const { pid, owner } = await somebodyElse();
    writeInto(cache, `users/${owner}`, owner);
    let removed = false;
    const fault = await faultOf(() =>
      whileNobodyUses(cache, () => {
        removed = true;
        return done();
      }),
    );
    expect(fault.message).toBe(`${cache}: process ${pid} uses the builds`);
    expect(removed).toBe(false);
    expect(existsSync(path.join(cache, 'removal.lock'))).toBe(false);
    expect(existsSync(path.join(cache, 'users', owner))).toBe(true);
  });

  test('is refused while another removes them', async () => {
    const cache = tempFolder();
    const { pid, owner } = await somebodyElse();
    writeInto(cache, 'removal.lock', owner);
    const { message } = await faultOf(() => whileNobodyUses(cache, done));
    expect(message).toBe(`${cache}: process ${pid} is removing the builds`);
  });

  test('and a use never go on at the same time', async () => {
    const cache = tempFolder();
    await usingCache(cache, async () => {
      const { message } = await faultOf(() => whileNobodyUses(cache, done));
      expect(message).toMatch(/uses the builds$/);
    });
    await whileNobodyUses(cache, async () => {
      const { message } = await faultOf(() => usingCache(cache, done));
      expect(message).toMatch(/is removing the builds$/);
    });
  });

  test('is over after a fault', async () => {
    const cache = tempFolder();
    const faulty = whileNobodyUses(cache, () => Promise.reject(new Error('of the work')));
    await expect(faulty).rejects.toThrow('of the work');
    await usingCache(cache, done);
  });
});
