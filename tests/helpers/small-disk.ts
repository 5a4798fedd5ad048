/** Disks of their own for a test, that are full soon or cannot be written at all; only root can make them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, test } from '@jest/globals';

const mounted: string[] = [];

function unmountAll(): void {
  for (const folder of mounted.splice(0)) {
    execFileSync('umount', ['--lazy', folder]);
    rmdirSync(folder);
  }
}

afterEach(unmountAll);

/** Gives the folder of an empty disk in memory, for example of the options `size=64k`. */
export function mountDisk(options: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pairbench-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (status !== 0) {
    rmdirSync(folder);
    throw new Error(`cannot mount: ${stderr.toString()}`);
  }
  mounted.push(folder);
  return folder;
}

/** Changes the options of a disk in use, for example to `ro` or to another size. */
export function remountDisk(folder: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, folder]);
}

function canMount(): boolean {
  try {
    mountDisk('size=64k');
    return true;
  } catch {
    return false;
  } finally {
    unmountAll();
  }
}

/** Skipped, and shown as such, where nothing can be mounted. */
export const testWithDisk = canMount() ? test : test.skip;
