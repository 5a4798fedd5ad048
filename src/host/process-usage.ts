/** Reads memory and open files of processes from /proc. */
import { readdirSync, readlinkSync } from 'node:fs';
import { readProc } from './process-table.ts';

/** Above this many open files, asking each whether it is a socket would cost more than 1 % of a core. */
const MAX_FDS_TO_INSPECT = 2000;

function statusBytes(pid: number, field: string): number | null {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readProc(`${pid}/status`) ?? '');
  return line === null ? null : Number(line[1]) * 1024;
}

function openFiles(pid: number): { fds: number; sockets: number | null } | null {
  const folder = `/proc/${pid}/fd`;
  try {
    const names = readdirSync(folder);
    if (names.length === 0) return null; // it has ended and is only not taken note of yet
    if (names.length > MAX_FDS_TO_INSPECT) return { fds: names.length, sockets: null };
    const sockets = names.filter((name) => isSocket(`${folder}/${name}`)).length;
    return { fds: names.length, sockets };
  } catch {
    return null; // it has just ended, or is not ours to look into
  }
}

function isSocket(link: string): boolean {
  try {
    return readlinkSync(link).startsWith('socket:');
  } catch {
    return false; // closed since the folder was listed
  }
}

/** Null when there is nothing to add up. */
function total(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Null: could not be read. */
export interface MemoryAndFiles {
  readonly rss_bytes: number | null;
  readonly peak_rss_bytes: number | null;
  readonly fds: number | null;
  readonly sockets: number | null;
}

export function readMemoryAndFiles(pids: readonly number[]): MemoryAndFiles {
  const files = pids.map(openFiles);
  return {
    rss_bytes: total(pids.map((pid) => statusBytes(pid, 'VmRSS'))),
    // Peaks of several processes need not fall together: the sum is an upper bound.
    peak_rss_bytes: total(pids.map((pid) => statusBytes(pid, 'VmHWM'))),
    fds: total(files.map((one) => one?.fds ?? null)),
    sockets: files.some((one) => one?.sockets === null)
      ? null
      : total(files.map((one) => one?.sockets ?? null)),
  };
}
