import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lockOwner } from '../../src/host/lock-file.ts';
import { ownOwner } from '../../src/host/owner.ts';
import { identify } from '../../src/host/process-table.ts';
import { lockFileOf, lockResults } from '../../src/journal/run-lock.ts';
import { startChild } from '../helpers/children.ts';
import { faultOf } from '../helpers/fault.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

describe('the lock of a results folder', () => {
  test('is held until it is given back', () => {
    const results = tempFolder();
    const unlock = lockResults(results);
    expect(lockOwner(lockFileOf(results))).toBe(ownOwner());
    unlock();
    expect(readdirSync(results)).toEqual([]);
  });

  test('is refused to a second run, naming the process of the first', async () => {
    const { pid } = await startChild(['sleep', '60']);
    const results = tempFolder();
    const owner = `${pid}.${identify(pid)?.start_ticks ?? '?'}`;
    writeInto(results, '.lock', owner);
    const fault = await faultOf(() => lockResults(results));
    expect(fault.message).toBe(`another run is going on in ${results}, process ${pid}`);
    expect(fault).toMatchObject({ hint: expect.stringMatching(/^wait for its end/), exitCode: 2 });
    expect(lockOwner(lockFileOf(results))).toBe(owner);
  });

  test('of another folder is another lock', () => {
    const [one, other] = [tempFolder(), tempFolder()];
    const unlock = lockResults(one);
    lockResults(other)();
    unlock();
    expect(existsSync(lockFileOf(one))).toBe(false);
  });

  test.each(['4194305.1', `${process.pid}.1`])('of the dead process %s is taken over', (owner) => {
    const results = tempFolder();
    writeInto(results, '.lock', owner);
    lockResults(results)();
    expect(readdirSync(results)).toEqual([]);
  });
});

describe('a results folder that cannot be locked', () => {
  test('because it is not there is wrong input', async () => {
    const results = path.join(tempFolder(), 'none');
    const { message, exitCode } = await faultOf(() => lockResults(results));
    expect(message).toMatch(/^--output: \S+\/none cannot be written: .*ENOENT/);
    expect(exitCode).toBe(2);
  });

  testWithDisk('because it is read-only is wrong input', async () => {
    const fault = await faultOf(() => lockResults(mountDisk('ro')));
    expect(fault.message).toMatch(/^--output: \S+ cannot be written: .*EROFS/);
    expect(fault).toMatchObject({ hint: 'choose a folder that you may write to', exitCode: 2 });
  });

  testWithDisk('because its disk is full is not', async () => {
    const disk = mountDisk('size=4k');
    writeInto(disk, 'filler', 'x'.repeat(4096));
    const fault = await faultOf(() => lockResults(disk));
    expect(fault.message).toMatch(/^--output: \S+ cannot be written: .*ENOSPC/);
    expect(fault).toMatchObject({ hint: expect.stringMatching(/^make room/), exitCode: 1 });
    expect(readdirSync(disk)).toEqual(['filler']);
  });
});
