/** The mark that every child of the tool carries, so that leftovers are found when the tool has died. */
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

/** Processes whose tool has died: they belong to nobody any more. */
export function orphans(): ProcessIdentity[] {
  return processesMarked(OWNER_VARIABLE, (value) => {
    const owner = parseOwner(value);
    return owner !== null && !isRunning(owner);
  });
}
