import { describe, expect, test } from '@jest/globals';
import type { Cell } from '../../src/analyse/result.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { MeasuredWindow } from '../../src/measure/facts.ts';
import { SOMEWHERE, somewhere, withWindow } from './faults.ts';
import { journal } from './fixtures.ts';

/** The cell whose windows were all changed. */
function inEachRound(change: (window: MeasuredWindow) => void): Cell {
  const changed = [1, 2, 3].reduce<JournalEntry[]>(
    (entries, round) => withWindow(entries, { ...SOMEWHERE, round }, change),
    journal(),
  );
  return somewhere(changed);
}

/** The cell with one disturbed round. */
const inOneRound = (change: (window: MeasuredWindow) => void): Cell =>
  somewhere(withWindow(journal(), SOMEWHERE, change));

describe('what was watched in a quiet run', () => {
  const cell = somewhere(journal());

  test('of both sides', () => {
    expect(cell.cpu_utilisation_peak.client).toBeCloseTo(0.97, 6);
    expect(cell.cpu_utilisation_peak.server).toBeCloseTo(0.81, 6);
    expect(cell.sockets_peak).toEqual({ client: 102, server: 102 });
    for (const side of ['client', 'server'] as const) {
      expect(cell.context_switches_per_s[side].voluntary).toBeCloseTo(12_500, 0);
      expect(cell.context_switches_per_s[side].involuntary).toBeCloseTo(200, 0);
      expect(cell.context_switches_per_s[side].peak).toBeCloseTo(12_700, 0);
      expect(cell.disk_bytes_per_s[side].read).toBe(0);
      expect(cell.disk_bytes_per_s[side].write).toBeCloseTo(10_000, 0);
      expect(cell.disk_bytes_per_s[side].peak).toBeCloseTo(10_000, 0);
    }
  });

  test('of the machine', () => {
    expect(cell.machine.foreign_cpus.mean).toBe(0.02);
    expect(cell.machine.foreign_cpus.max).toBeCloseTo(0.02, 6);
    expect(cell.machine.steal_cpus).toEqual({ mean: 0, max: 0 });
    expect(cell.machine.tool_cpus).toBe(0.01);
    expect(cell.machine.memory_available_bytes_min).toBe(5e9);
    expect(cell.machine.disk_bytes_per_s.write).toBeCloseTo(100_000, 0);
    expect(cell.machine.tcp_sockets_peak).toBe(230);
    expect(cell.machine.time_wait_sockets_peak).toBe(3);
  });
});

describe('one busy second', () => {
  test('of a side shows in its peak, not in the median of the rounds', () => {
    const cell = inOneRound(({ usage: { server } }) => {
      for (const sample of server.samples.slice(1)) {
        sample.voluntary_switches = (sample.voluntary_switches ?? 0) + 30_000;
        sample.disk_write_bytes = (sample.disk_write_bytes ?? 0) + 5e6;
        sample.fds = 900;
      }
    });
    expect(cell.context_switches_per_s.server.peak).toBeCloseTo(42_700, 0);
    expect(cell.context_switches_per_s.server.voluntary).toBeCloseTo(12_500, 0);
    expect(cell.disk_bytes_per_s.server.peak).toBeCloseTo(5_010_000, 0);
    expect(cell.disk_bytes_per_s.server.write).toBeCloseTo(10_000, 0);
    expect(cell.fds_peak).toEqual({ client: 112, server: 900 });
  });

  test('of others shows in the most that the machine did beside', () => {
    const cell = inOneRound((window) => {
      for (const sample of window.machine.slice(1)) {
        // More would be a disturbance, and the window left out.
        sample.busy_ns = (sample.busy_ns ?? 0) + 20_000_000;
        sample.steal_ns = 300_000_000;
        sample.memory_available_bytes = 1e9;
      }
    });
    expect(cell.machine.foreign_cpus.max).toBeCloseTo(0.04, 6);
    expect(cell.machine.foreign_cpus.mean).toBe(0.02);
    expect(cell.machine.steal_cpus.max).toBeCloseTo(0.3, 3);
    expect(cell.machine.memory_available_bytes_min).toBe(1e9);
  });

  test('more CPU time of the sides than of the machine is no foreign use below 0', () => {
    const cell = inOneRound((window) => {
      for (const sample of window.machine) sample.busy_ns = 0;
    });
    expect(cell.machine.foreign_cpus.max).toBeCloseTo(0.02, 6);
  });
});

describe('what could not be read is null, with its reason', () => {
  test('of a side, while the rest is known', () => {
    const cell = inEachRound(({ usage }) => {
      for (const sample of usage.server.samples) {
        sample.sockets = null;
        sample.disk_read_bytes = null;
        sample.disk_write_bytes = null;
        sample.voluntary_switches = null;
      }
    });
    expect(cell.status).toBe('valid');
    expect(cell.sockets_peak).toEqual({ client: 102, server: null });
    expect(cell.disk_bytes_per_s.server).toEqual({ read: null, write: null, peak: null });
    expect(cell.context_switches_per_s.server).toMatchObject({ voluntary: null, peak: null });
    expect(cell.context_switches_per_s.server.involuntary).not.toBeNull();
    expect(cell.fds_peak.server).toBe(112);
    expect(cell.absent).toMatchObject({
      'sockets_peak.server': 'which open files of the server are sockets could not be read',
      'disk_bytes_per_s.server.peak': 'the disk use of the server could not be read',
      'context_switches_per_s.server.voluntary':
        'the context switches of the server could not be read',
    });
  });

  test('of the machine', () => {
    const cell = inEachRound((window) => {
      window.foreign_cpus = null;
      window.steal_cpus = null;
      window.machine = window.machine.map(({ elapsed_ns }) => ({
        elapsed_ns,
        busy_ns: null,
        steal_ns: null,
        memory_available_bytes: null,
        disk_read_bytes: null,
        disk_write_bytes: null,
        tcp_sockets: null,
        time_wait_sockets: null,
      }));
    });
    expect(cell.machine).toEqual({
      foreign_cpus: { mean: null, max: null },
      steal_cpus: { mean: null, max: null },
      tool_cpus: 0.01,
      memory_available_bytes_min: null,
      disk_bytes_per_s: { read: null, write: null, peak: null },
      tcp_sockets_peak: null,
      time_wait_sockets_peak: null,
    });
    expect(cell.absent['machine.foreign_cpus.max']).toBe(
      'the CPU time of the machine or of a side could not be read',
    );
  });

  test('of CPU time that ticks too slowly for the windows', () => {
    const settings = { duration_ms: 200, warmup_ms: 100 };
    const cell = somewhere(journal({ settings }));
    expect(cell.machine.foreign_cpus).toEqual({ mean: null, max: null });
    expect(cell.absent['machine.steal_cpus.mean']).toContain('too short');
    expect(cell.cpu_utilisation_peak.server).toBeCloseTo(0.81, 3);
    expect(cell.machine.tcp_sockets_peak).toBe(230);
  });
});
