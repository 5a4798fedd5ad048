/** Hash of a build's output, by which a resumed run knows that it goes on with the same binaries. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** Python writes these when a program first runs. */
const WRITTEN_LATER = '__pycache__';

/** 16 hexadecimal digits over the names and contents of all files below `folder`. */
export function outputHash(folder: string): string {
  const hash = createHash('sha256');
  const take = (name: string, content: Buffer | string): void => {
    hash.update(`${name}\0${content.length}\0`).update(content);
  };
  const add = (inside: string): void => {
    const entries = readdirSync(path.join(folder, inside), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = path.join(inside, entry.name);
      const full = path.join(folder, name);
      if (entry.isDirectory() && entry.name !== WRITTEN_LATER) add(name);
      if (entry.isFile()) take(name, readFileSync(full));
      if (entry.isSymbolicLink()) take(name, readlinkSync(full));
    }
  };
  add('');
  return hash.digest('hex').slice(0, 16);
}
