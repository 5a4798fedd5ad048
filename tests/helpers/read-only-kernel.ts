/** A /proc/sys that cannot be written, for processes in a mount namespace of their own; needs root. */
import { execFileSync } from 'node:child_process';

const MAKE_READ_ONLY = 'mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys';

/** Words before a command that is to run so. */
export const WITH_READ_ONLY_KERNEL: readonly string[] = [
  ...['unshare', '--mount', 'sh', '-c'],
  ...[`${MAKE_READ_ONLY} && exec "$@"`, 'sh'],
];

/** `pid` is a process that runs in a mount namespace of its own already. */
export function makeKernelReadOnly(pid: number | undefined): void {
  if (pid === undefined) throw new Error('the process has no pid');
  execFileSync('nsenter', [`--mount=/proc/${pid}/ns/mnt`, 'sh', '-c', MAKE_READ_ONLY]);
}
