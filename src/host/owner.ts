/** The mark that every child of the tool carries, so that leftovers are found when the tool has died. */
import { readlinkSync } from 'node:fs';
import { identify, isRunning, processesMarked } from './process-table.ts';
import type { ProcessIdentity } from './process-table.ts';

/** Environment variable: `PID.START` of the tool's process. */
export const OWNER_VARIABLE = 'PAIRBENCH_OWNER';

export function ownOwner(): string {
  return `${process.pid}.${identify(process.pid)?.start_ticks ?? ''}`;
}

function parseOwner(text: string): ProcessIdentity | null {
  const match = /^(\d+)\.(\d+)$/.exec(text);
  return match?.[2] === undefined ? null : { pid: Number(match[1]), start_ticks: match[2] };
}

/** Whether the tool's process that `text` names still runs; false for a text that names none. */
export function ownerRuns(text: string): boolean {
  const owner = parseOwner(text);
  return owner !== null && isRunning(owner);
}

function pidNamespace(pid: number | 'self'): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null; // it is gone
  }
}

/**
 * Processes whose tool has died: they belong to nobody any more. In another pid namespace, a container's for
 * example, pids are counted anew, so nothing is known of an owner there.
 */
export function orphans(): ProcessIdentity[] {
  const own = pidNamespace('self');
  const unowned = processesMarked(OWNER_VARIABLE, (value) => {
    const owner = parseOwner(value);
    return owner !== null && !isRunning(owner);
  });
  return unowned.filter(({ pid }) => pidNamespace(pid) === own);
}
