/** Faults of disks: what cannot be written, and what has failed because nothing more could be. */
import { statfsSync } from 'node:fs';
import { errorText, EXIT, UserError } from './user-error.ts';

const FULL = ['ENOSPC', 'EDQUOT'];

/** Less than a program needs for its first lines. */
const NEXT_TO_NOTHING_BYTES = 65_536;

const MAKE_ROOM = 'make room and start again; what was measured before is kept';

export function isDiskFull(error: unknown): boolean {
  return FULL.includes((error as NodeJS.ErrnoException | null)?.code ?? '');
}

/** A full disk is no wrong input; `hint` is for all other reasons. */
export function unwritable(place: string, error: unknown, hint: string): UserError {
  const message = `${place} cannot be written: ${errorText(error)}`;
  return isDiskFull(error)
    ? new UserError(message, MAKE_ROOM, EXIT.toolFault)
    : new UserError(message, hint);
}

/** Throws a UserError when nothing more can be written there; `what` is the trouble that it explains. */
export function refuseFullDisk(folder: string, what: string): void {
  const { bavail, bfree, bsize } = statfsSync(folder);
  const free = process.getuid?.() === 0 ? bfree : bavail;
  if (free * bsize < NEXT_TO_NOTHING_BYTES)
    throw new UserError(`${folder}: the disk is full: ${what}`, MAKE_ROOM, EXIT.toolFault);
}
