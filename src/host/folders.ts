/** Makes folders that may be missing, with those above them. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** One by one: Node's own recursive way never ends where the kernel makes no folders, as below /proc. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
