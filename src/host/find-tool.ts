/** Looks a program up on PATH without asking another program. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Absolute path; null: not there. */
export function findTool(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.resolve(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      continue; // not in this folder
    }
  }
  return null;
}
