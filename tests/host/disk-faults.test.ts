import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isDiskFull, refuseFullDisk, unwritable } from '../../src/host/disk-faults.ts';
import type { UserError } from '../../src/host/user-error.ts';
import { faultOf } from '../helpers/fault.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

/** What writing `text` there ends with. */
function writingFault(file: string, text: string): { error: unknown; fault: UserError } {
  try {
    writeFileSync(file, text);
  } catch (error) {
    return { error, fault: unwritable(`${file}:`, error, 'choose another') };
  }
  throw new Error(`${file} could be written`);
}

describe('a place that cannot be written', () => {
  test('is wrong input, with a hint of its own', () => {
    const file = path.join(tempFolder(), 'none', 'file');
    const { error, fault } = writingFault(file, 'x');
    expect(isDiskFull(error)).toBe(false);
    expect(fault.message).toMatch(/none\/file: cannot be written: .*ENOENT/);
    expect(fault).toMatchObject({ hint: 'choose another', exitCode: 2 });
  });

  testWithDisk('because the disk is full is no wrong input, and wants room', () => {
    const { error, fault } = writingFault(
      path.join(mountDisk('size=4k'), 'file'),
      'x'.repeat(9999),
    );
    expect(isDiskFull(error)).toBe(true);
    expect(fault.message).toMatch(/file: cannot be written: .*ENOSPC/);
    expect(fault.hint).toMatch(/^make room and start again; /);
    expect(fault.exitCode).toBe(1);
  });

  test.each([[null], [undefined], ['ENOSPC'], [new Error('ENOSPC')]])(
    'is on no full disk as far as %p tells',
    (error) => {
      expect(isDiskFull(error)).toBe(false);
    },
  );
});

describe('a disk on which something has failed', () => {
  testWithDisk('is to blame when it is full', async () => {
    const disk = mountDisk('size=256k');
    writeInto(disk, 'filler', Buffer.alloc(200 * 1024));
    const fault = await faultOf(() => {
      refuseFullDisk(disk, 'go-gin: it said nothing');
    });
    expect(fault.message).toBe(`${disk}: the disk is full: go-gin: it said nothing`);
    expect(fault.hint).toMatch(/^make room and start again; /);
    expect(fault.exitCode).toBe(1);
  });

  testWithDisk('is not to blame while there is room', () => {
    const disk = mountDisk('size=256k');
    writeInto(disk, 'filler', Buffer.alloc(100 * 1024));
    refuseFullDisk(disk, 'go-gin: it said nothing');
  });
});
