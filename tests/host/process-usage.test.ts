import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { commandLine, readStat } from '../../src/host/process-table.ts';
import { ProcessUsageReader } from '../../src/host/process-usage.ts';
import type { ProcessUsage } from '../../src/host/process-usage.ts';
import { startChild } from '../helpers/children.ts';
import { until } from '../helpers/until.ts';

const NO_PID = 4_194_305; // above the kernel's largest
const PID_OF_ROOT = 1;
const NOBODY = 65_534;
const WRITTEN_BYTES = 8_000_000;

const usageOf = (pids: readonly number[]): ProcessUsage => new ProcessUsageReader().read(pids);

/** Opens as many sockets and files as told. */
const opening = (sockets: number, files: number): string => `
import socket, time
held = [socket.socket() for _ in range(${sockets})] + [open('/dev/null') for _ in range(${files})]
print('open', flush=True)
time.sleep(60)
`;

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

describe('what processes use', () => {
  it('is the sum over all of them', async () => {
    const one = await startChild(['python3', '-c', opening(20, 0)]);
    const other = await startChild(['python3', '-c', opening(30, 7)]);
    await Promise.all([one.line(), other.line()]);
    const apart = [usageOf([one.pid]), usageOf([other.pid])];
    const together = usageOf([one.pid, other.pid, NO_PID]);
    expect((apart[1]?.sockets ?? 0) - (apart[0]?.sockets ?? 0)).toBe(10);
    expect((apart[1]?.fds ?? 0) - (apart[0]?.fds ?? 0)).toBe(17);
    for (const name of ['sockets', 'fds', 'rss_bytes', 'voluntary_switches'] as const)
      expect(together[name]).toBe((apart[0]?.[name] ?? NaN) + (apart[1]?.[name] ?? NaN));
    expect(together.peak_rss_bytes).toBeGreaterThanOrEqual(together.rss_bytes ?? Infinity);
  });

  it('holds open files but not sockets above the number that is worth asking', async () => {
    const { pid, line } = await startChild(['python3', '-c', opening(5, 2100)]);
    await line();
    const { fds, sockets } = usageOf([pid]);
    expect(fds).toBeGreaterThan(2100);
    expect(sockets).toBeNull();
  });

  it('follows sockets that are opened and closed', async () => {
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

  it('is null, not 0, where all are gone', () => {
    for (const value of Object.values(usageOf([NO_PID]))) expect(value).toBeNull();
    for (const value of Object.values(usageOf([]))) expect(value).toBeNull();
  });

  it('does not hold a zombie, nor is it unknown for one', async () => {
    const { pid, line } = await startChild(['sh', '-c', 'sleep 0 & echo $!; exec sleep 60']);
    const zombie = Number(await line());
    await until('it is a zombie', () => readStat(zombie)?.state === 'Z');
    await until('its parent sleeps', () => commandLine(pid) === 'sleep 60');
    for (const value of Object.values(usageOf([zombie]))) expect(value).toBeNull();
    expect(usageOf([pid, zombie])).toEqual(usageOf([pid]));
  });

  it('is null, not the part of the others, where one may not be looked into', () => {
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

  it('counts what went below the page cache, by a child that has ended too', async () => {
    const command = ['sh', '-c', 'python3 -c "$PROGRAM"; sleep 60'] as const;
    const { pid, line } = await startChild(command, { PROGRAM: writing(fileOnDisk()) });
    expect(await line()).toBe('written');
    const written = (): number => usageOf([pid]).disk_write_bytes ?? NaN;
    await until('the shell has waited for its child', () => written() > 0);
    expect(written()).toBeGreaterThanOrEqual(WRITTEN_BYTES);
    expect(written()).toBeLessThan(1.5 * WRITTEN_BYTES);
  });

  it('never falls when a process ends', async () => {
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
