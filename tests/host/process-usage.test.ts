import { describe, expect, test } from '@jest/globals';
import { readMemoryAndFiles } from '../../src/host/process-usage.ts';
import { startChild } from '../helpers/children.ts';

/** More than any kernel gives out. */
const NOBODY = 2 ** 22 + 1;
const NOTHING = { rss_bytes: null, peak_rss_bytes: null, fds: null, sockets: null };

/** A Node process after this program, which goes on. */
async function node(program: string): Promise<number> {
  const forever = `console.log('ready'); setInterval(() => {}, 1000);`;
  const child = await startChild([process.execPath, '--eval', `${program}; ${forever}`]);
  expect(await child.line()).toBe('ready');
  return child.pid;
}

/** Without a host it listens at once. */
const LISTEN = (count: number): string => `
  const { createServer } = require('node:net');
  for (let i = 0; i < ${count}; i += 1) createServer().listen(0)`;

describe('memory and open files of processes', () => {
  test('are those of one', async () => {
    const held = await node('globalThis.held = Buffer.alloc(2 ** 26, 1)');
    const [idle, own] = [readMemoryAndFiles([await node('')]), readMemoryAndFiles([held])];
    expect((own.rss_bytes ?? 0) - (idle.rss_bytes ?? 0)).toBeGreaterThan(0.8 * 2 ** 26);
    expect(own.peak_rss_bytes).toBeGreaterThanOrEqual(own.rss_bytes ?? Infinity);
  });

  test('keep the peak of memory that was given back', async () => {
    const pid = await node('let held = Buffer.alloc(2 ** 27, 1); held = null; globalThis.gc?.()');
    expect(readMemoryAndFiles([pid]).peak_rss_bytes).toBeGreaterThan(2 ** 27);
  });

  test('have sockets among the files', async () => {
    const [idle, listening] = [await node(''), await node(LISTEN(7))].map((pid) =>
      readMemoryAndFiles([pid]),
    );
    expect((listening?.sockets ?? 0) - (idle?.sockets ?? 0)).toBe(7);
    expect((listening?.fds ?? 0) - (listening?.sockets ?? 0)).toBeGreaterThan(2);
  });

  test('are added up', async () => {
    const pids = [await node(LISTEN(2)), await node(LISTEN(3))];
    const each = pids.map((pid) => readMemoryAndFiles([pid]));
    const both = readMemoryAndFiles(pids);
    const sum = (key: keyof typeof both): number =>
      each.reduce((total, one) => total + (one[key] ?? NaN), 0);
    expect(both).toEqual({
      rss_bytes: expect.any(Number) as unknown,
      peak_rss_bytes: sum('peak_rss_bytes'),
      fds: sum('fds'),
      sockets: sum('sockets'),
    });
    expect(Math.abs((both.rss_bytes ?? NaN) / sum('rss_bytes') - 1)).toBeLessThan(0.1);
  });

  test('are those that can be read when a process has ended', async () => {
    const pid = await node(LISTEN(2));
    const { fds, sockets } = readMemoryAndFiles([pid]);
    expect(readMemoryAndFiles([NOBODY, pid])).toMatchObject({ fds, sockets });
  });

  test.each([
    ['of no process', []],
    ['of one that does not exist', [NOBODY]],
  ])('are not known, not 0, %s', (_, pids) => {
    expect(readMemoryAndFiles(pids)).toEqual(NOTHING);
  });

  test('have no count of sockets where counting them would cost too much', async () => {
    const open = `
      const { openSync } = require('node:fs');
      for (let i = 0; i < 2001; i += 1) openSync('/dev/null')`;
    const many = await node(open);
    const { fds, sockets } = readMemoryAndFiles([many, await node('')]);
    expect(fds).toBeGreaterThan(2001);
    expect(sockets).toBeNull();
  });
});
