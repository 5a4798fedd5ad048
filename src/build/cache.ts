/** Where builds are kept: one folder for each fingerprint, valid once its mark is written. */
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { makeFolder } from '../host/folders.ts';
import { unlessInterrupted } from '../host/interrupted.ts';
import { ownOwner, ownerRuns } from '../host/owner.ts';
import { errorText, UserError } from '../host/user-error.ts';

const LOCK_POLL_MS = 100;

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
  readonly verdict_file: string;
}

export function buildFolder(cache: string, service: string, fingerprint: string): BuildFolder {
  const base = path.join(cache, 'builds', service, fingerprint);
  return {
    out: base,
    mark_file: `${base}.json`,
    lock_file: `${base}.lock`,
    log_file: `${base}.log`,
    verdict_file: `${base}.verified.json`,
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

function isError(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/** A link appears with its text whole, so that nobody takes a lock half written for one of the dead. */
function tryLock(lockFile: string): boolean {
  const own = `${lockFile}.${process.pid}`;
  writeFileSync(own, ownOwner());
  try {
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (isError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

function removeLockOfDead(lockFile: string): void {
  try {
    if (!ownerRuns(readFileSync(lockFile, 'utf8'))) rmSync(lockFile, { force: true });
  } catch (error) {
    if (!isError(error, 'ENOENT')) throw error; // given back meanwhile
  }
}

function makeCacheFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new UserError(
      `--cache-dir: ${folder} cannot be written: ${errorText(error)}`,
      'choose a folder that you may write to',
    );
  }
}

/**
 * Runs `work` while no other process builds the same; a lock whose owner has died is taken over.
 * Throws Interrupted when `signal` is aborted while it waits.
 */
export async function withBuildLock<T>(
  folder: BuildFolder,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  makeCacheFolder(path.dirname(folder.out));
  while (!tryLock(folder.lock_file)) {
    await unlessInterrupted(signal, delay(LOCK_POLL_MS));
    removeLockOfDead(folder.lock_file);
  }
  try {
    return await work();
  } finally {
    rmSync(folder.lock_file, { force: true });
  }
}
