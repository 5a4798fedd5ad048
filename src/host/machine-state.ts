/** Memory, disks and TCP sockets of the whole machine, from /proc. */
import { existsSync, readdirSync } from 'node:fs';
import { readProc } from './process-table.ts';

/** Documentation/admin-guide/iostats.rst: sectors of 512 bytes, whatever the disk's own are. */
const SECTOR_BYTES = 512;

/** Null: could not be read. */
export interface MachineState {
  readonly memory_available_bytes: number | null;
  /** All disks together, since boot. */
  readonly disk_read_bytes: number | null;
  readonly disk_write_bytes: number | null;
  /** Of pairbench's own network namespace, TIME_WAIT left out. */
  readonly tcp_sockets: number | null;
  readonly time_wait_sockets: number | null;
}

/** Names of the disks that are devices of their own: partitions, loops and volumes only pass on to these. */
export function physicalDisks(): ReadonlySet<string> {
  try {
    const disks = readdirSync('/sys/block').filter((name) =>
      existsSync(`/sys/block/${name}/device`),
    );
    return new Set(disks);
  } catch {
    return new Set(); // there is no /sys
  }
}

/** `meminfo`: what can be had without swapping. */
export function parseMemoryAvailable(meminfo: string): number | null {
  const match = /^MemAvailable:\s+(\d{1,15}) kB$/m.exec(meminfo);
  return match === null ? null : Number(match[1]) * 1024;
}

export function parseDisks(
  diskstats: string,
  disks: ReadonlySet<string>,
): { readonly read: number; readonly written: number } | null {
  const own = diskstats
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , name = '']) => disks.has(name));
  if (own.length === 0) return null;
  // Fields 3 and 7 behind the name: sectors read, sectors written.
  const bytes = (index: number): number =>
    own.reduce((sum, fields) => sum + Number(fields[index]) * SECTOR_BYTES, 0);
  const disk = { read: bytes(5), written: bytes(9) };
  return Number.isFinite(disk.read + disk.written) ? disk : null;
}

/** `sockstat` and, where there is IPv6, `sockstat6`, which does not repeat those in TIME_WAIT. */
export function parseSockets(
  sockstat: string,
  sockstat6: string,
): { readonly in_use: number; readonly time_wait: number } | null {
  const match = /^TCP: inuse (\d{1,15}) orphan \d+ tw (\d{1,15}) /m.exec(sockstat);
  if (match === null) return null;
  const in_use6 = /^TCP6: inuse (\d{1,15})$/m.exec(sockstat6)?.[1] ?? '0';
  return { in_use: Number(match[1]) + Number(in_use6), time_wait: Number(match[2]) };
}

export function readMachineState(disks: ReadonlySet<string>): MachineState {
  const disk = parseDisks(readProc('diskstats') ?? '', disks);
  const sockets = parseSockets(readProc('net/sockstat') ?? '', readProc('net/sockstat6') ?? '');
  return {
    memory_available_bytes: parseMemoryAvailable(readProc('meminfo') ?? ''),
    disk_read_bytes: disk?.read ?? null,
    disk_write_bytes: disk?.written ?? null,
    tcp_sockets: sockets?.in_use ?? null,
    time_wait_sockets: sockets?.time_wait ?? null,
  };
}
