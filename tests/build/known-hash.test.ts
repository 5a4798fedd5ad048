/** The hash that is kept beside a build is given only for what was hashed. */
import {
  existsSync,
  lstatSync,
  readFileSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type BuildFolder, buildFolder, forgetBuild } from '../../src/build/cache.ts';
import { knownHash } from '../../src/build/known-hash.ts';
import { outputHash } from '../../src/build/output-hash.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

let folder: BuildFolder;

beforeEach(() => {
  folder = buildFolder(tempFolder(), { kind: 'server', name: 'some' }, 'f'.repeat(16));
  writeInto(folder.out, 'program', 'one');
  writeInto(folder.out, 'lib/module.py', 'x = 1\n');
});

/** Until the kernel's time of the change is another one: some count it in steps of 4 ms. */
function rewrite(name: string, text: string): void {
  const file = path.join(folder.out, name);
  const changedNs = (): bigint => lstatSync(file, { bigint: true }).ctimeNs;
  const before = changedNs();
  do writeInto(folder.out, name, text);
  while (changedNs() === before);
}

/** As if another hash had been found for what lies there now. */
function markKept(): void {
  const kept = readFileSync(folder.hash_file, 'utf8');
  writeFileSync(folder.hash_file, kept.replace(/"hash":"\w+"/, '"hash":"kept"'));
}

describe('the hash that is kept', () => {
  test('is that of the contents, and is not asked anew while no file changes', () => {
    expect(knownHash(folder)).toBe(outputHash(folder.out));
    markKept();
    writeInto(folder.out, 'lib/__pycache__/module.cpython-311.pyc', 'compiled');
    expect(knownHash(folder)).toBe('kept');
  });

  test.each<[string, () => void]>([
    [
      'was written, of the same length',
      () => {
        rewrite('program', 'two');
      },
    ],
    [
      'was written, and its time set back',
      () => {
        rewrite('program', 'two');
        utimesSync(path.join(folder.out, 'program'), 0, 0);
      },
    ],
    ['is new', () => writeInto(folder.out, 'lib/more.py', '')],
    [
      'is gone',
      () => {
        unlinkSync(path.join(folder.out, 'lib', 'module.py'));
      },
    ],
  ])('is asked anew when a file %s', (_, change) => {
    knownHash(folder);
    markKept();
    change();
    expect(knownHash(folder)).toBe(outputHash(folder.out));
    expect(knownHash(folder)).toBe(outputHash(folder.out));
  });

  test.each(['', '{', '{"listing":1}'])('is asked anew where it cannot be read: %j', (text) => {
    writeFileSync(folder.hash_file, text);
    expect(knownHash(folder)).toBe(outputHash(folder.out));
  });

  test('goes with its build', () => {
    knownHash(folder);
    forgetBuild(folder);
    expect(existsSync(folder.hash_file)).toBe(false);
  });
});
