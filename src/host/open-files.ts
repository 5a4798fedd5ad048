/** Counts the open files of a process, and the sockets among them, from /proc/PID/fd. */
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { type Found, refusedOrGone } from './found.ts';

/** Above this many open files, asking each whether it is a socket would cost more than 1 % of a core. */
const MAX_FDS_TO_INSPECT = 2000;

export interface OpenFiles {
  readonly fds: number;
  /** Null: not known. */
  readonly sockets: number | null;
}

function isSocket(link: string): boolean {
  try {
    return readlinkSync(link).startsWith('socket:');
  } catch {
    return false; // closed since the folder was listed
  }
}

interface Seen extends OpenFiles {
  /** By number: whether it is a socket. */
  readonly kinds: ReadonlyMap<string, boolean>;
}

/**
 * For the processes of one service. To ask what a file is costs 2 to 10 us, so it is asked once: a
 * number that was open at the reading before is taken for what it was then, and while the number of
 * open files stays the same, so does that of the sockets.
 */
export class OpenFilesReader {
  readonly #last = new Map<number, Seen>();

  read(pid: number): Found<OpenFiles> {
    const folder = `/proc/${pid}/fd`;
    let size = 0;
    try {
      // Since Linux 6.2 its size is the number of its entries, for all to see; before, it was 0.
      ({ size } = statSync(folder));
      const last = this.#last.get(pid);
      if (size > 0 && size === last?.fds) return last;
      if (size > MAX_FDS_TO_INSPECT) return { fds: size, sockets: null };
      const names = readdirSync(folder);
      if (names.length === 0) return undefined; // it has ended, and its parent does not know it yet
      if (names.length > MAX_FDS_TO_INSPECT) return { fds: names.length, sockets: null };
      const kinds = new Map(
        names.map((name) => [name, last?.kinds.get(name) ?? isSocket(`${folder}/${name}`)]),
      );
      const sockets = [...kinds.values()].filter(Boolean).length;
      const seen = { fds: names.length, sockets, kinds };
      this.#last.set(pid, seen);
      return seen;
    } catch (error) {
      const found = refusedOrGone(error);
      return found === null && size > 0 ? { fds: size, sockets: null } : found;
    }
  }
}
