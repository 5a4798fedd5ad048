/** Where builds are kept: one folder for each fingerprint, valid once its mark is written. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { makeFolder } from '../host/folders.ts';
import { unlessInterrupted } from '../host/interrupted.ts';
import { tryLock, unlock } from '../host/lock-file.ts';
import { errorText, UserError } from '../host/user-error.ts';
import { fileNameOf } from '../plan/service-key.ts';
import type { ServiceId } from '../plan/service-key.ts';

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
  readonly hash_file: string;
  readonly lock_file: string;
  readonly log_file: string;
  readonly verdict_file: string;
}

export function buildFolder(
  cache: string,
  { kind, name }: ServiceId,
  fingerprint: string,
): BuildFolder {
  const base = path.join(cache, 'builds', kind, fileNameOf(name), fingerprint);
  return {
    out: base,
    mark_file: `${base}.json`,
    hash_file: `${base}.hash.json`,
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
  rmSync(folder.hash_file, { force: true });
  rmSync(folder.out, { recursive: true, force: true });
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
  while (!tryLock(folder.lock_file)) await unlessInterrupted(signal, delay(LOCK_POLL_MS));
  try {
    return await work();
  } finally {
    unlock(folder.lock_file);
  }
}
