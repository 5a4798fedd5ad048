import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { outputHash } from '../../src/build/output-hash.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

let folder: string;

beforeEach(() => {
  folder = tempFolder();
  writeInto(folder, 'program', Buffer.from([0, 1, 2, 255]));
  writeInto(folder, 'lib/python/module.py', 'x = 1\n');
  symlinkSync('lib', path.join(folder, 'lib64'));
});

describe('the hash of a build', () => {
  test('is 16 digits, the same again, and the same for a copy elsewhere', () => {
    const copy = path.join(tempFolder(), 'copy');
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
    expect(outputHash(folder)).toMatch(/^[0-9a-f]{16}$/);
    expect(outputHash(folder)).toBe(outputHash(folder));
    expect(outputHash(copy)).toBe(outputHash(folder));
  });

  test.each<[string, () => void]>([
    ['a byte has changed', () => writeInto(folder, 'program', Buffer.from([0, 1, 2, 254]))],
    ['a file is longer', () => writeInto(folder, 'lib/python/module.py', 'x = 1\n\n')],
    ['a file is new', () => writeInto(folder, 'lib/more', '')],
    [
      'a file is gone',
      () => {
        unlinkSync(path.join(folder, 'program'));
      },
    ],
    [
      'a file has another name',
      () => {
        renameSync(path.join(folder, 'program'), path.join(folder, 'programs'));
      },
    ],
    [
      'a link leads elsewhere',
      () => {
        unlinkSync(path.join(folder, 'lib64'));
        symlinkSync('lib/python', path.join(folder, 'lib64'));
      },
    ],
    [
      'all is gone',
      () => {
        rmSync(folder, { recursive: true });
        mkdirSync(folder);
      },
    ],
  ])('is another when %s', (_, change) => {
    const before = outputHash(folder);
    change();
    expect(outputHash(folder)).not.toBe(before);
  });

  test('is another when the same bytes lie in other files', () => {
    const [one, other] = [tempFolder(), tempFolder()];
    writeInto(one, 'a', 'x');
    writeInto(one, 'b', 'y');
    writeInto(other, 'a', 'xb\0y');
    expect(outputHash(one)).not.toBe(outputHash(other));
  });

  test('does not count what Python writes when a program runs', () => {
    const before = outputHash(folder);
    writeInto(folder, 'lib/python/__pycache__/module.cpython-311.pyc', 'compiled');
    expect(outputHash(folder)).toBe(before);
  });

  test('of a link that leads nowhere, or round in a circle, comes to an end', () => {
    symlinkSync('none', path.join(folder, 'broken'));
    symlinkSync('..', path.join(folder, 'lib', 'up'));
    expect(outputHash(folder)).toMatch(/^[0-9a-f]{16}$/);
  });
});
