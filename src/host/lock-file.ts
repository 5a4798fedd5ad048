/** A file that one living process holds at a time; a lock whose owner has died is taken over. */
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ownOwner, ownerRuns } from './owner.ts';

function isError(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

/** A link appears with its text whole, so that nobody takes a lock half written for one of the dead. */
function create(file: string): boolean {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, ownOwner());
    linkSync(own, file);
    return true;
  } catch (error) {
    if (isError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** The owner's mark, `PID.START`; null: nobody holds it. */
export function lockOwner(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Given back meanwhile, or there is not even a folder for it.
    if (isError(error, 'ENOENT') || isError(error, 'ENOTDIR')) return null;
    throw error;
  }
}

function isOfDead(file: string): boolean {
  const owner = lockOwner(file);
  return owner !== null && !ownerRuns(owner);
}

/** False: nobody holds it, or somebody who lives. */
export function removeLockOfDead(file: string): boolean {
  if (!isOfDead(file)) return false;
  // One at a time: a second process would remove the lock that the first has made meanwhile.
  const guard = `${file}.guard`;
  if (!tryLock(guard)) return false;
  try {
    if (!isOfDead(file)) return false;
    rmSync(file, { force: true });
    return true;
  } finally {
    unlock(guard);
  }
}

/** True: it is ours now. Throws where no file can be made. */
export function tryLock(file: string): boolean {
  if (create(file)) return true;
  removeLockOfDead(file);
  return create(file);
}

/** Somebody else's stays. */
export function unlock(file: string): void {
  if (lockOwner(file) === ownOwner()) rmSync(file, { force: true });
}
