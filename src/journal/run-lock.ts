/** One run at a time in a results folder: two at once would measure each other. */
import path from 'node:path';
import { lockOwner, tryLock, unlock } from '../host/lock-file.ts';
import { UserError } from '../host/user-error.ts';
import { unwritable } from '../host/disk-faults.ts';

export function lockFileOf(results: string): string {
  return path.join(results, '.lock');
}

/** Gives back the lock when called. Throws a UserError when another run goes on there. */
export function lockResults(results: string): () => void {
  const file = lockFileOf(results);
  let isOurs: boolean;
  try {
    isOurs = tryLock(file);
  } catch (error) {
    throw unwritable(`--output: ${results}`, error, 'choose a folder that you may write to');
  }
  if (!isOurs)
    throw new UserError(
      `another run is going on in ${results}, process ${lockOwner(file)?.split('.')[0] ?? '?'}`,
      'wait for its end; two at once would disturb each other',
    );
  return () => {
    unlock(file);
  };
}
