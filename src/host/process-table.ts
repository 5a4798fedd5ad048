/** Reads /proc: who a process is, and which processes carry a mark. */
import { readdirSync } from 'node:fs';
import { readKernelText } from './kernel-text.ts';

/** A pid alone is never trusted: pids are used again. The start time makes it unique until a reboot. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Field 22 of /proc/PID/stat, clock ticks since boot. */
  readonly start_ticks: string;
}

export interface ProcessStat {
  readonly state: string;
  readonly parent: number;
  readonly start_ticks: string;
  /** User and system time, clock ticks of 10 ms. */
  readonly cpu_ticks: number;
  /** The same of all children that it has waited for, and of those that they have. */
  readonly reaped_ticks: number;
}

/** The text of a file of /proc; null when the process (or file) is gone or not ours to read. */
export function readProc(path: string): string | null {
  try {
    return readKernelText(`/proc/${path}`);
  } catch {
    return null;
  }
}

/** Of those that are read: when it was started. Behind it stand some thirty more. */
const LAST_FIELD = 19;

export function readStat(pid: number): ProcessStat | null {
  const text = readProc(`${pid}/stat`);
  if (text === null) return null;
  // The command name is in parentheses and may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ', LAST_FIELD + 1);
  return {
    state: fields[0] ?? '?',
    parent: Number(fields[1]),
    start_ticks: fields[LAST_FIELD] ?? '',
    cpu_ticks: Number(fields[11]) + Number(fields[12]),
    reaped_ticks: Number(fields[13]) + Number(fields[14]),
  };
}

export function identify(pid: number): ProcessIdentity | null {
  const stat = readStat(pid);
  return stat === null ? null : { pid, start_ticks: stat.start_ticks };
}

/** Whether this very process still runs; a zombie does not. */
export function isRunning(identity: ProcessIdentity): boolean {
  const stat = readStat(identity.pid);
  return stat !== null && stat.start_ticks === identity.start_ticks && stat.state !== 'Z';
}

export function allPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Living processes, zombies left out, for which `wanted` accepts the value of this environment variable. */
export function processesMarked(
  variable: string,
  wanted: (value: string) => boolean,
): ProcessIdentity[] {
  const prefix = `${variable}=`;
  return allPids().flatMap((pid) => {
    const entry = readProc(`${pid}/environ`)
      ?.split('\0')
      .find((line) => line.startsWith(prefix));
    if (entry === undefined || !wanted(entry.slice(prefix.length))) return [];
    const stat = readStat(pid);
    return stat === null || stat.state === 'Z' ? [] : [{ pid, start_ticks: stat.start_ticks }];
  });
}

/** The command line for messages; the name alone where there is none (kernel threads). */
export function commandLine(pid: number): string {
  const words = readProc(`${pid}/cmdline`)?.split('\0').filter(Boolean) ?? [];
  return words.length > 0 ? words.join(' ') : (readProc(`${pid}/comm`)?.trim() ?? '?');
}
