import { describe, expect, test } from '@jest/globals';
import { fdLimitFault, openFilesLimit } from '../../src/measure/fd-limit.ts';
import { startChild } from '../helpers/children.ts';

describe('the limit of open files', () => {
  test('is the soft one', () => {
    expect(
      openFilesLimit('Max processes  1  2\nMax open files            64      20000   files\n'),
    ).toBe(64);
    expect(openFilesLimit('Max open files            unlimited  unlimited   files\n')).toBeNull();
    expect(openFilesLimit('')).toBeNull();
  });

  test('of a process is held against its share of the connections', async () => {
    const child = await startChild(['sh', '-c', 'ulimit -n 64; echo up; read x']);
    await child.line();
    expect(fdLimitFault(child.pid, 10, 1)).toBeNull();
    expect(fdLimitFault(child.pid, 100, 4)).toBeNull();
    expect(fdLimitFault(child.pid, 100, 1)).toMatch(
      /^fd limit: it may open 64 files \(ulimit -n\), 1\d\d are needed for 100 connections$/,
    );
  });

  test('of a process that has ended is not known', () => {
    expect(fdLimitFault(2 ** 30, 100, 1)).toBeNull();
  });
});
