import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readDiskSpace } from '../../src/host/disk-space.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

test('a folder that is there can be written', () => {
  const { free_bytes, problem } = readDiskSpace(tempFolder());
  expect(problem).toBeNull();
  expect(free_bytes).toBeGreaterThan(0);
});

test('a folder that is not there yet is judged by the one that it would be made in', () => {
  expect(readDiskSpace(path.join(tempFolder(), 'a', 'b', 'c')).problem).toBeNull();
  const file = writeInto(tempFolder(), 'file', '');
  expect(readDiskSpace(path.join(file, 'results')).problem).toBe(`${file} is not a folder`);
});

testWithDisk('a full disk has no bytes left', () => {
  const disk = mountDisk('size=64k');
  const before = readDiskSpace(disk).free_bytes;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThanOrEqual(65_536);
  writeInto(disk, 'filler', 'x'.repeat(before));
  expect(readDiskSpace(disk)).toEqual({ free_bytes: 0, problem: null });
});

testWithDisk('a disk that can hold no more files has no bytes left either', () => {
  const disk = mountDisk('size=64k,nr_inodes=2');
  writeInto(disk, 'one', '');
  expect(readDiskSpace(disk).free_bytes).toBe(0);
});

testWithDisk('a disk that is mounted to be read only is a problem', () => {
  const { problem } = readDiskSpace(mountDisk('size=64k,ro'));
  expect(problem).toContain('EROFS');
});
