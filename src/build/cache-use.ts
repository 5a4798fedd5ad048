/** Who uses the builds of a cache: as long as somebody does, they are not removed. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../host/folders.ts';
import { lockOwner, removeLockOfDead, tryLock, unlock } from '../host/lock-file.ts';
import { ownOwner } from '../host/owner.ts';
import { unwritable } from '../host/disk-faults.ts';
import { UserError } from '../host/user-error.ts';

/** The name of a mark is its owner. */
const MARK = /^\d+\.\d+$/;

const pidOf = (owner: string | null): string => owner?.split('.')[0] ?? '?';

function usersFolder(cache: string): string {
  return path.join(cache, 'users');
}

function removalLock(cache: string): string {
  return path.join(cache, 'removal.lock');
}

/** What a killed run has left. A mark that is just being made has another name, and is left alone. */
function removeDeadUsers(cache: string): void {
  for (const name of readdirSync(usersFolder(cache)))
    if (MARK.test(name)) removeLockOfDead(path.join(usersFolder(cache), name));
}

/** Throws a UserError while the builds are being removed. */
function use(cache: string, mark: string): void {
  try {
    makeFolder(usersFolder(cache));
    tryLock(mark);
  } catch (error) {
    throw unwritable(`--cache-dir: ${cache}`, error, 'choose a folder that you may write to');
  }
  removeDeadUsers(cache);
  // Both sides show themselves first and look then, so that one of them sees the other.
  const remover = removalLock(cache);
  removeLockOfDead(remover);
  const owner = lockOwner(remover);
  if (owner !== null)
    throw new UserError(
      `${cache}: process ${pidOf(owner)} is removing the builds`,
      'wait for its end and start again',
    );
}

/** Throws a UserError while the builds are being removed. */
export async function usingCache<T>(cache: string, work: () => Promise<T>): Promise<T> {
  const mark = path.join(usersFolder(cache), ownOwner());
  try {
    use(cache, mark);
    return await work();
  } finally {
    unlock(mark);
  }
}

function livingUser(cache: string): string | null {
  const folder = usersFolder(cache);
  const marks = existsSync(folder) ? readdirSync(folder) : [];
  const isLiving = (file: string): boolean => !removeLockOfDead(file) && lockOwner(file) !== null;
  return marks.find((mark) => isLiving(path.join(folder, mark))) ?? null;
}

/** Throws a UserError when somebody uses the builds, or removes them already. */
export async function whileNobodyUses(cache: string, work: () => Promise<void>): Promise<void> {
  const lock = removalLock(cache);
  if (!tryLock(lock))
    throw new UserError(`${cache}: process ${pidOf(lockOwner(lock))} is removing the builds`);
  try {
    const user = livingUser(cache);
    if (user !== null)
      throw new UserError(
        `${cache}: process ${pidOf(user)} uses the builds`,
        'wait for its end, or end it',
      );
    await work();
  } finally {
    unlock(lock);
  }
}
