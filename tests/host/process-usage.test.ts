import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { commandLine, readStat } from '../../src/host/process-table.ts';
import { ProcessUsageReader } from '../../src/host/process-usage.ts';
import type { ProcessUsage } from '../../src/host/process-usage.ts';
import { startChild } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';

/** More than any kernel gives out. */
const NO_PID = 2 ** 22 + 1;
const PID_OF_ROOT = 1;
const NOBODY = 65_534;
const WRITTEN_BYTES = 8_000_000;
const NOTHING: ProcessUsage = {
  rss_bytes: null,
  peak_rss_bytes: null,
  fds: null,
  sockets: null,
  voluntary_switches: null,
  involuntary_switches: null,
  disk_read_bytes: null,
  disk_write_bytes: null,
};

const usageOf = (pids: readonly number[]): ProcessUsage => new ProcessUsageReader().read(pids);

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

/** One socket more at SIGUSR1, none left at SIGUSR2. */
const OPENING_WHEN_TOLD = `
import signal, socket, time
held = []
def open_one(*_):
    held.append(socket.socket())
    print('opened', flush=True)
def close_all(*_):
    held.clear()
    print('closed', flush=True)
signal.signal(signal.SIGUSR1, open_one)
signal.signal(signal.SIGUSR2, close_all)
print('ready', flush=True)
while True: time.sleep(60)
`;

/** Writes, waits until it is on the disk, and says so. */
const writing = (file: string): string => `
import os, time
with open(${JSON.stringify(file)}, 'wb') as out:
    out.write(b'x' * ${WRITTEN_BYTES})
    os.fsync(out.fileno())
print('written', flush=True)
`;

/** To whom most of what belongs to root is refused. */
function asOrdinaryUser<T>(act: () => T): T {
  if (process.geteuid?.() !== 0) return act();
  process.seteuid?.(NOBODY);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
  }
}

describe('memory and open files of processes', () => {
  test('are those of one', async () => {
    const held = await node('globalThis.held = Buffer.alloc(2 ** 26, 1)');
    const [idle, own] = [usageOf([await node('')]), usageOf([held])];
    expect((own.rss_bytes ?? 0) - (idle.rss_bytes ?? 0)).toBeGreaterThan(0.8 * 2 ** 26);
    expect(own.peak_rss_bytes).toBeGreaterThanOrEqual(own.rss_bytes ?? Infinity);
  });

  test('keep the peak of memory that was given back', async () => {
    const pid = await node('let held = Buffer.alloc(2 ** 27, 1); held = null; globalThis.gc?.()');
    expect(usageOf([pid]).peak_rss_bytes).toBeGreaterThan(2 ** 27);
  });

  test('have sockets among the files', async () => {
    const [idle, listening] = [await node(''), await node(LISTEN(7))].map((pid) => usageOf([pid]));
    expect((listening?.sockets ?? 0) - (idle?.sockets ?? 0)).toBe(7);
    expect((listening?.fds ?? 0) - (listening?.sockets ?? 0)).toBeGreaterThan(2);
  });

  test('are added up', async () => {
    const pids = [await node(LISTEN(2)), await node(LISTEN(3))];
    const each = pids.map((pid) => usageOf([pid]));
    const both = usageOf(pids);
    const sum = (key: keyof typeof both): number =>
      each.reduce((total, one) => total + (one[key] ?? NaN), 0);
    expect(both).toMatchObject({
      peak_rss_bytes: sum('peak_rss_bytes'),
      fds: sum('fds'),
      sockets: sum('sockets'),
    });
    expect(Math.abs((both.rss_bytes ?? NaN) / sum('rss_bytes') - 1)).toBeLessThan(0.1);
  });

  test('are those that can be read when a process has ended', async () => {
    const pid = await node(LISTEN(2));
    const { fds, sockets } = usageOf([pid]);
    expect(usageOf([NO_PID, pid])).toMatchObject({ fds, sockets });
  });

  test.each([
    ['of no process', []],
    ['of one that does not exist', [NO_PID]],
  ])('are not known, not 0, %s', (_, pids) => {
    expect(usageOf(pids)).toEqual(NOTHING);
  });

  test('have no count of sockets where counting them would cost too much', async () => {
    const open = `
      const { openSync } = require('node:fs');
      for (let i = 0; i < 2001; i += 1) openSync('/dev/null')`;
    const many = await node(open);
    const { fds, sockets } = usageOf([many, await node('')]);
    expect(fds).toBeGreaterThan(2001);
    expect(sockets).toBeNull();
  });

  test('follow sockets that are opened and closed', async () => {
    const { pid, line } = await startChild(['python3', '-c', OPENING_WHEN_TOLD]);
    await line();
    const reader = new ProcessUsageReader();
    const before = reader.read([pid]).sockets ?? NaN;
    for (const [signal, more] of [
      ['SIGUSR1', 1],
      ['SIGUSR1', 2],
      ['SIGUSR2', 0],
    ] as const) {
      const done = line();
      process.kill(pid, signal);
      await done;
      expect(reader.read([pid]).sockets).toBe(before + more);
    }
  });

  test('hold no zombie, and are known beside one', async () => {
    const { pid, line } = await startChild(['sh', '-c', 'sleep 0 & echo $!; exec sleep 60']);
    const zombie = Number(await line());
    await until('it is a zombie', () => readStat(zombie)?.state === 'Z');
    await until('its parent sleeps', () => commandLine(pid) === 'sleep 60');
    for (const value of Object.values(usageOf([zombie]))) expect(value).toBeNull();
    expect(usageOf([pid, zombie])).toEqual(usageOf([pid]));
  });

  test('are null, not the part of the others, where one may not be looked into', () => {
    const usage = asOrdinaryUser(() => usageOf([process.pid, PID_OF_ROOT]));
    expect(usage.rss_bytes).toBeGreaterThan(0);
    expect(usage.voluntary_switches).toBeGreaterThan(0);
    const { sockets, disk_read_bytes, disk_write_bytes } = usage;
    expect([sockets, disk_read_bytes, disk_write_bytes]).toEqual([null, null, null]);
  });
});

describe('disk use', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  /** Beside the code: a folder for temporary files may lie in memory. */
  const fileOnDisk = (): string => {
    const folder = mkdtempSync(path.resolve('node_modules', '.pairbench-test-'));
    folders.push(folder);
    return path.join(folder, 'written');
  };

  test('counts what went below the page cache, by a child that has ended too', async () => {
    const command = ['sh', '-c', 'python3 -c "$PROGRAM"; sleep 60'] as const;
    const { pid, line } = await startChild(command, { PROGRAM: writing(fileOnDisk()) });
    expect(await line()).toBe('written');
    const written = (): number => usageOf([pid]).disk_write_bytes ?? NaN;
    await until('the shell has waited for its child', () => written() > 0);
    expect(written()).toBeGreaterThanOrEqual(WRITTEN_BYTES);
    expect(written()).toBeLessThan(1.5 * WRITTEN_BYTES);
  });

  test('never falls when a process ends', async () => {
    const staying = await startChild(['sleep', '60']);
    const program = `${writing(fileOnDisk())}time.sleep(60)`;
    const ending = await startChild(['python3', '-c', program]);
    expect(await ending.line()).toBe('written');
    const reader = new ProcessUsageReader();
    const pids = [staying.pid, ending.pid];
    const before = reader.read(pids).disk_write_bytes;
    expect(before).toBeGreaterThanOrEqual(WRITTEN_BYTES);
    process.kill(ending.pid, 'SIGKILL');
    await until('it has ended', () => usageOf([ending.pid]).rss_bytes === null);
    expect(reader.read(pids).disk_write_bytes).toBe(before);
  });
});
