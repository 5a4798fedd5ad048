/** Reads and writes one kernel setting below /proc/sys; a refusal is an answer, not an error. */
import { accessSync, closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { errorText } from '../user-error.ts';

export type Reading =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string };

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'this kernel has no such key',
  EISDIR: 'this kernel has no such key',
  EACCES: 'only root may change it',
  EPERM: 'only root may change it',
  EROFS: '/proc/sys is read-only here',
};

function reasonOf(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = REASONS[code];
  return known === undefined ? errorText(error) : `${known} (${code})`;
}

function fileOf(key: string): string {
  return `/proc/sys/${key.replaceAll('.', '/')}`;
}

/** Several numbers are separated by one blank. */
export function readSetting(key: string): Reading {
  try {
    const text = readFileSync(fileOf(key), 'utf8');
    return { ok: true, value: text.trim().replaceAll(/\s+/g, ' ') };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

function write(key: string, value: string): void {
  // Not writeFileSync: it would ask for a file to be made or emptied.
  const descriptor = openSync(fileOf(key), 'r+');
  try {
    writeSync(descriptor, value);
  } finally {
    closeSync(descriptor);
  }
}

/** Gives the reason why the setting does not have this value now; null: it has. */
export function writeSetting(key: string, value: string): string | null {
  try {
    write(key, value);
  } catch (error) {
    return reasonOf(error);
  }
  const now = readSetting(key);
  if (!now.ok) return now.reason;
  return now.value === value ? null : `the kernel made ${now.value} of ${value}`;
}

export function mayWrite(key: string): boolean {
  try {
    accessSync(fileOf(key), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
