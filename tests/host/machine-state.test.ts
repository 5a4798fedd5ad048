import { describe, expect, it } from '@jest/globals';
import {
  parseDisks,
  parseMemoryAvailable,
  parseSockets,
  physicalDisks,
  readMachineState,
} from '../../src/host/machine-state.ts';

const DISKSTATS = `   7       0 loop0 9 0 700 0 0 0 0 0 0 0 0 0 0 0 0 0 0
 254       0 vda 1661500 122734 1000 1738106 800221 1020749 300 577189 1 181952 2385585 521568 2453 37512856 58512 127830 11775
 254       1 vda1 1661400 122734 900 1738106 800221 1020749 300 577189 1 181952 2385585 521568 2453 37512856 58512 127830 11775
 259       0 nvme0n1 5 0 20 1 6 0 4 1 0 2 2
 253       0 dm-0 5 0 99 1 6 0 99 1 0 2 2
`;

describe('the bytes of all disks', () => {
  it('are sectors of 512 bytes, each counted once', () => {
    const disks = new Set(['vda', 'nvme0n1']);
    expect(parseDisks(DISKSTATS, disks)).toEqual({ read: 1020 * 512, written: 304 * 512 });
  });

  it('are not known where no disk shows', () => {
    expect(parseDisks(DISKSTATS, new Set())).toBeNull();
    expect(parseDisks('', new Set(['vda']))).toBeNull();
  });
});

describe('available memory', () => {
  it('is in kB of 1024 bytes', () => {
    const meminfo = 'MemTotal:       24591052 kB\nMemAvailable:   20480000 kB\nBuffers: 1 kB\n';
    expect(parseMemoryAvailable(meminfo)).toBe(20_480_000 * 1024);
  });

  it('is not known before Linux 3.14', () => {
    expect(parseMemoryAvailable('MemTotal:       24591052 kB\n')).toBeNull();
  });
});

describe('TCP sockets', () => {
  const SOCKSTAT =
    'sockets: used 54\nTCP: inuse 202 orphan 0 tw 31 alloc 212 mem 5\nUDP: inuse 0\n';

  it('are those of both IP versions; those in TIME_WAIT stand apart', () => {
    const sockstat6 = 'TCP6: inuse 3\nUDP6: inuse 1\n';
    expect(parseSockets(SOCKSTAT, sockstat6)).toEqual({ in_use: 205, time_wait: 31 });
    expect(parseSockets(SOCKSTAT, '')).toEqual({ in_use: 202, time_wait: 31 });
  });

  it('are not known where there is no such file, or a damaged one', () => {
    expect(parseSockets('', '')).toBeNull();
    expect(parseSockets(`TCP: inuse ${'9'.repeat(400)} orphan 0 tw 1 `, '')).toBeNull();
    expect(parseDisks('8 0 sda 1 2', new Set(['sda']))).toBeNull();
    expect(parseMemoryAvailable(`MemAvailable: ${'9'.repeat(400)} kB`)).toBeNull();
  });
});

describe('this machine', () => {
  it('tells its memory and its sockets', () => {
    const state = readMachineState(physicalDisks());
    expect(state.memory_available_bytes).toBeGreaterThan(1_000_000);
    expect(state.tcp_sockets).toBeGreaterThanOrEqual(0);
    expect(state.time_wait_sockets).toBeGreaterThanOrEqual(0);
  });

  it('gives null, not 0, for disks that do not show', () => {
    expect(readMachineState(new Set())).toMatchObject({
      disk_read_bytes: null,
      disk_write_bytes: null,
    });
  });
});
