/** A file that one living process holds at a time; a lock whose owner has died is taken over. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ownOwner, ownerRuns } from './owner.ts';

function isError(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/** A link appears with its text whole, so that nobody takes a lock half written for one of the dead. */
function create(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, ownOwner());
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (isError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

/** The owner's mark, `PID.START`; null: nobody holds it. */
export function lockOwner(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isError(error, 'ENOENT')) return null; // given back meanwhile
    throw error;
  }
}

/** False: nobody holds it, or somebody who lives. */
export function removeLockOfDead(file: string): boolean {
  const owner = lockOwner(file);
  if (owner === null || ownerRuns(owner)) return false;
  rmSync(file, { force: true });
  return true;
}

/** True: it is ours now. Throws where no file can be made. */
export function tryLock(file: string): boolean {
  if (create(file)) return true;
  removeLockOfDead(file);
  return create(file);
}

export function unlock(file: string): void {
  rmSync(file, { force: true });
}
