/** Room for files in a folder that is there, or that would be made. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorText } from './user-error.ts';

export interface DiskSpace {
  /** For this user; 0 also where no more files can be made, however small. */
  readonly free_bytes: number;
  /** Why nothing can be written there; null: it can. */
  readonly problem: string | null;
}

function nearestExisting(folder: string): string {
  return existsSync(folder) ? folder : nearestExisting(path.dirname(folder));
}

function problemOf(folder: string): string | null {
  try {
    if (!statSync(folder).isDirectory()) return `${folder} is not a folder`;
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    return errorText(error);
  }
}

export function readDiskSpace(folder: string): DiskSpace {
  const existing = nearestExisting(path.resolve(folder));
  const disk = statfsSync(existing);
  // Some file systems do not count files: then both numbers are 0.
  const noFilesLeft = disk.files > 0 && disk.ffree === 0;
  return {
    free_bytes: noFilesLeft ? 0 : disk.bavail * disk.bsize,
    problem: problemOf(existing),
  };
}
