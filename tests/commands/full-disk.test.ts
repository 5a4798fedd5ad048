import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { unlessDiskFull, whereRoom } from '../../src/commands/full-disk.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { openProcessRuntime } from '../../src/runtime/process/process-runtime.ts';
import type { Launch } from '../../src/runtime/runtime.ts';
import { journal } from '../analyse/fixtures.ts';
import { faultOf } from '../helpers/fault.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';

const PLACE = { round: 1, server: 'go-gin' };
const died = (log_file: string) => ({ reason: 'it died', log_file, log_tail: [] });
const verified = (problems: string[]): JournalEntry => ({
  type: 'verify-finished',
  ...{ kind: 'server', service: 'go-gin', cached: false, duration_ms: 1, problems },
});

function failures(disk: string): [JournalEntry, string][] {
  const end = died(`${disk}/x.log`);
  return [
    [
      { type: 'build-failed', kind: 'server', service: 'go-gin', ...end },
      'the build of go-gin: it died',
    ],
    [{ type: 'server-failed', pass: 'throughput', ...PLACE, ...end }, 'go-gin: it died'],
    [
      { type: 'cell-failed', pass: 'throughput', ...PLACE, client: 'cpp-cpr', ...end },
      'go-gin x cpp-cpr: it died',
    ],
    [verified(['no answer', 'no end']), 'go-gin: no answer'],
  ];
}

describe('entries of a run', () => {
  test('are passed on while there is room, failures too', () => {
    const entries = [...journal(), ...failures(tempFolder()).map(([entry]) => entry)];
    const passed: JournalEntry[] = [];
    const emit = unlessDiskFull(tempFolder(), (entry) => passed.push(entry));
    for (const entry of entries) emit(entry);
    expect(passed).toEqual(entries);
  });

  testWithDisk('are passed on when the disk is full, as long as nothing fails', () => {
    const entries = [...journal(), verified([])];
    const passed: JournalEntry[] = [];
    const emit = unlessDiskFull(mountDisk('size=4k'), (entry) => passed.push(entry));
    for (const entry of entries) emit(entry);
    expect(passed).toEqual(entries);
  });

  testWithDisk('end the run when something fails on a full disk', async () => {
    const disk = mountDisk('size=4k');
    for (const [entry, what] of failures(disk)) {
      const passed: JournalEntry[] = [];
      const emit = unlessDiskFull(disk, (one) => passed.push(one));
      const fault = await faultOf(() => {
        emit(entry);
      });
      expect(fault.message).toBe(`${disk}: the disk is full: ${what}`);
      expect(fault.exitCode).toBe(1);
      expect(passed).toEqual([]);
    }
  });
});

describe('a launch', () => {
  const launchInto = (folder: string): Launch => ({
    ...{ service: 'go-gin', args: [], env: {}, cpus: null, token: 'full-disk' },
    program: { kind: 'command', words: ['sh', '-c', 'echo ready; exec sleep 60'], folder },
    log_base: path.join(folder, 'log'),
  });

  testWithDisk('is refused where there is no room for its log', async () => {
    const disk = mountDisk('size=60k');
    const runtime = whereRoom(openProcessRuntime());
    for (const start of [
      () => runtime.startServer(launchInto(disk)),
      () => runtime.startClient(launchInto(disk), () => undefined),
    ]) {
      const fault = await faultOf(start);
      expect(fault.message).toBe(
        `${disk}: the disk is full: there is no room for the log of go-gin`,
      );
    }
    expect(readdirSync(disk)).toEqual([]);
  });

  test('goes on where there is room', async () => {
    const runtime = whereRoom(openProcessRuntime());
    const server = await runtime.startServer(launchInto(tempFolder()));
    expect(await server.firstLine(20_000)).toBe('ready');
    const lines: string[] = [];
    const client = await runtime.startClient(launchInto(tempFolder()), (line) => lines.push(line));
    await until('it is ready', () => lines.length === 1);
    await Promise.all([server.stop(), client.stop()]);
  });
});
