import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readKernelText } from '../../src/host/kernel-text.ts';
import { startChild } from '../helpers/children.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe('the text of a file of the kernel', () => {
  test('is what the file holds', () => {
    expect(readKernelText('/proc/version')).toBe(readFileSync('/proc/version', 'latin1'));
  });

  test.each([0, 1, 65_535, 65_536, 65_537, 300_000])('is whole at %d bytes', (length) => {
    const bytes = randomBytes(length);
    const file = writeInto(tempFolder(), 'text', bytes);
    expect(readKernelText(file) === bytes.toString('latin1')).toBe(true);
  });

  test('has nothing left of a longer one that was read before', () => {
    const folder = tempFolder();
    readKernelText(writeInto(folder, 'long', 'x'.repeat(1000)));
    expect(readKernelText(writeInto(folder, 'short', 'y'))).toBe('y');
  });

  test('is whole where the kernel hands it out in pieces', async () => {
    // An environment longer than a page.
    const value = 'v'.repeat(50_000);
    const { pid } = await startChild(['sleep', '60'], { LONG: value });
    await until('it has its environment', () =>
      readKernelText(`/proc/${pid}/environ`).includes(`LONG=${value}\0`),
    );
  });

  test('of a process that has ended is an error, and leaves no file open', () => {
    readKernelText('/proc/self/stat');
    const before = openFiles();
    expect(() => readKernelText('/proc/4194305/stat')).toThrow('ENOENT');
    expect(() => readKernelText('/proc/self')).toThrow('EISDIR');
    expect(openFiles()).toBe(before);
  });
});
