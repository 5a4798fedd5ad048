import { describe, expect, it } from '@jest/globals';
import { readStats } from '../../../src/runtime/docker/stats.ts';

/** An engine's answer with these entries for block devices; `undefined`: without the part at all. */
const answer = (entries: unknown) => ({
  read: '2026-01-02T03:04:05.123456789Z',
  cpu_stats: { cpu_usage: { total_usage: 5_000_000 } },
  ...(entries === undefined ? {} : { blkio_stats: { io_service_bytes_recursive: entries } }),
});

const disk = (entries: unknown) => {
  const { disk_read_bytes, disk_write_bytes, cpu_ns } = readStats(answer(entries));
  expect(cpu_ns).toBe(5_000_000);
  return { read: disk_read_bytes, written: disk_write_bytes };
};

describe("the engine's counters of block devices", () => {
  it('are added up over the devices, as cgroup v1 writes them', () => {
    const entries = [
      { major: 254, minor: 0, op: 'Read', value: 4096 },
      { major: 254, minor: 0, op: 'Write', value: 8192 },
      { major: 254, minor: 0, op: 'Sync', value: 12_288 },
      { major: 254, minor: 0, op: 'Total', value: 12_288 },
      { major: 254, minor: 16, op: 'Read', value: 100 },
    ];
    expect(disk(entries)).toEqual({ read: 4196, written: 8192 });
  });

  it('are added up as cgroup v2 writes them', () => {
    const entries = [
      { major: 259, minor: 0, op: 'read', value: 0 },
      { major: 259, minor: 0, op: 'write', value: 512 },
    ];
    expect(disk(entries)).toEqual({ read: 0, written: 512 });
  });

  it.each([[undefined], [null], [[]], ['odd']])('are null, not 0, for %j', (entries) => {
    expect(disk(entries)).toEqual({ read: null, written: null });
  });

  it('come without context switches, which an engine does not tell', () => {
    const { voluntary_switches, involuntary_switches } = readStats(answer([]));
    expect([voluntary_switches, involuntary_switches]).toEqual([null, null]);
  });
});
