/** A disk of its own for a test, that is full soon or that cannot be written at all. */
import { execFileSync, spawnSync } from 'node:child_process';
import { afterEach } from '@jest/globals';
import { tempFolder } from './temp-folder.ts';

const mounted: string[] = [];

afterEach(() => {
  for (const folder of mounted.splice(0)) execFileSync('umount', [folder]);
});

/** Null: this user may not mount anything. */
export function mountDisk(options: string): string | null {
  const folder = tempFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (status !== 0) return null;
  mounted.push(folder);
  return folder;
}
