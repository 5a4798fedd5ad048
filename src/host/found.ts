/** What /proc tells of one process, where "it has ended" and "it is not ours to look into" differ. */

/** Undefined: the process has ended. Null: it is not ours to look into. */
export type Found<T> = T | null | undefined;

/** For an error of the file system in /proc/PID. */
export function refusedOrGone(error: unknown): null | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM' ? null : undefined;
}
