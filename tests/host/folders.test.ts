import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { makeFolder } from '../../src/host/folders.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

test('a folder is made with those above it, and may be there already', () => {
  const folder = path.join(tempFolder(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('a place where the kernel makes no folders is refused, not tried for ever', () => {
  expect(() => {
    makeFolder('/proc/pairbench/results');
  }).toThrow('ENOENT');
});

test('a folder below a file is refused', () => {
  const file = writeInto(tempFolder(), 'file', '');
  expect(() => {
    makeFolder(path.join(file, 'below'));
  }).toThrow('ENOTDIR');
});
