/** Log files of children: the child writes into the file itself, so no pipe can fill up and stop it. */
import { once } from 'node:events';
import { closeSync, createWriteStream, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const TAIL_BYTES = 16_384;

/** Begun anew. Open before it is given to a child, which inherits it; destroy it once the child runs. */
export async function openLogFile(file: string): Promise<WriteStream> {
  rmSync(file, { force: true });
  const stream = createWriteStream(file, { flags: 'a' });
  await once(stream, 'open');
  return stream;
}

/** What programs write for a terminal would spoil the place where the lines are shown. */
function readableLines(text: string): string[] {
  return stripVTControlCharacters(text)
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/[^\P{Cc}\t]/gu, '').trimEnd())
    .filter((line) => line !== '');
}

/** The last lines of a file, blank ones left out; empty when there is none. */
export function lastLines(file: string, count: number): string[] {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return readableLines(buffer.toString('utf8')).slice(-count);
  } finally {
    closeSync(descriptor);
  }
}
