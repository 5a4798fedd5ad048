/** Where builds are kept: one folder for each fingerprint, valid once its mark is written. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { identify, isRunning } from '../host/process-table.ts';

const markSchema = z.strictObject({
  fingerprint: z.string(),
  versions: z.record(z.string(), z.string()),
});

export type BuildMark = z.infer<typeof markSchema>;

export interface BuildFolder {
  /** `{out}` of the manifest. */
  readonly out: string;
  readonly mark_file: string;
  readonly lock_file: string;
  readonly log_file: string;
}

export function buildFolder(cache: string, service: string, fingerprint: string): BuildFolder {
  const base = path.join(cache, 'builds', service, fingerprint);
  return {
    out: base,
    mark_file: `${base}.json`,
    lock_file: `${base}.lock`,
    log_file: `${base}.log`,
  };
}

/** `{cache}` of the manifest: compilers' caches, shared by all builds. */
export function sharedCache(cache: string): string {
  return path.join(cache, 'shared');
}

/** Null: there is no finished build (or its mark cannot be read, which means the same). */
export function readMark(folder: BuildFolder): BuildMark | null {
  if (!existsSync(folder.mark_file) || !existsSync(folder.out)) return null;
  try {
    return markSchema.parse(JSON.parse(readFileSync(folder.mark_file, 'utf8')));
  } catch {
    return null;
  }
}

export function forgetBuild(folder: BuildFolder): void {
  rmSync(folder.mark_file, { force: true });
  rmSync(folder.out, { recursive: true, force: true });
}

function ownerIsRunning(lockFile: string): boolean {
  const [pid = '', start_ticks = ''] = existsSync(lockFile)
    ? readFileSync(lockFile, 'utf8').split('.')
    : [];
  return /^\d+$/.test(pid) && isRunning({ pid: Number(pid), start_ticks });
}

function tryLock(lockFile: string): boolean {
  try {
    const file = openSync(lockFile, 'wx');
    writeSync(file, `${process.pid}.${identify(process.pid)?.start_ticks ?? ''}`);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Runs `work` while no other process builds the same; a lock whose owner has died is taken over. */
export async function withBuildLock<T>(folder: BuildFolder, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(folder.out), { recursive: true });
  while (!tryLock(folder.lock_file)) {
    await delay(100);
    if (!ownerIsRunning(folder.lock_file)) rmSync(folder.lock_file, { force: true });
  }
  try {
    return await work();
  } finally {
    rmSync(folder.lock_file, { force: true });
  }
}
