/** Hash of a build's output, by which a resumed run knows that it goes on with the same binaries. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';

/** Python writes these when a program first runs. */
const WRITTEN_LATER = '__pycache__';

interface OutputFile {
  /** Relative to the folder of the build. */
  readonly name: string;
  readonly entry: Dirent;
}

/** Files and symbolic links, in one order. */
function* filesOf(folder: string, inside = ''): Generator<OutputFile> {
  const entries = readdirSync(path.join(folder, inside), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.join(inside, entry.name);
    if (entry.isDirectory() && entry.name !== WRITTEN_LATER) yield* filesOf(folder, name);
    if (entry.isFile() || entry.isSymbolicLink()) yield { name, entry };
  }
}

/** 16 hexadecimal digits over the names and contents of all files below `folder`. */
export function outputHash(folder: string): string {
  const hash = createHash('sha256');
  for (const { name, entry } of filesOf(folder)) {
    const full = path.join(folder, name);
    const content = entry.isSymbolicLink() ? readlinkSync(full) : readFileSync(full);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * 16 hexadecimal digits over which files are there and when the kernel last saw each of them change (ctime,
 * which no program can set): where they stay the same, so does the hash.
 */
export function outputListing(folder: string): string {
  const hash = createHash('sha256');
  for (const { name } of filesOf(folder)) {
    const { ino, size, ctimeNs } = lstatSync(path.join(folder, name), { bigint: true });
    hash.update(`${name}\0${ino} ${size} ${ctimeNs}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}
