/** The labels by which pairbench knows its own objects of an engine; nothing without them is touched. */
import { readFileSync, readlinkSync } from 'node:fs';
import { ownOwner, ownerRuns } from '../owner.ts';

/** Which process of pairbench made it, see `ownMark`. */
export const OWNER_LABEL = 'pairbench.owner';
/** The container that this process runs in, if it does. */
export const OWNER_CONTAINER_LABEL = 'pairbench.owner-container';
export const RUN_LABEL = 'pairbench.run';
export const SERVICE_LABEL = 'pairbench.service';
/** Of an image: the fingerprint of its build. */
export const FINGERPRINT_LABEL = 'pairbench.fingerprint';

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Pids are numbered anew after a restart and in each pid namespace, so both are part of the mark. */
function place(): string {
  const boot = read('/proc/sys/kernel/random/boot_id');
  const namespace = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  return `${boot}/${namespace}`;
}

/** `BOOT/PID_NAMESPACE/PID.START`. */
export function ownMark(): string {
  return `${place()}/${ownOwner()}`;
}

/** The id of the container that pairbench itself runs in; null: in none. */
export function ownContainer(mountinfo = read('/proc/self/mountinfo')): string | null {
  // The engine mounts /etc/hostname of each container from a folder named after it.
  return /\/containers\/([0-9a-f]{64})\/hostname /.exec(mountinfo)?.[1] ?? null;
}

/** The labels of everything that this process makes. */
export function ownLabels(run: string): Record<string, string> {
  const container = ownContainer();
  return {
    [OWNER_LABEL]: ownMark(),
    [RUN_LABEL]: run,
    ...(container === null ? {} : { [OWNER_CONTAINER_LABEL]: container }),
  };
}

export type OwnerState = 'runs' | 'gone' | 'unknown';

const MARK = /^([0-9a-f-]*)\/(\d*)\/(\d+\.\d+)$/;

/** What can be said from here of the owner. `isLocal`: the engine is on this machine. */
export function ownerState(mark: string, isLocal: boolean): OwnerState {
  const [, boot, namespace, owner] = MARK.exec(mark) ?? [];
  if (owner === undefined) return 'unknown'; // somebody else's use of the label
  const [ownBoot = '', ownNamespace = ''] = place().split('/');
  if (boot !== ownBoot) return isLocal ? 'gone' : 'unknown';
  if (namespace !== ownNamespace) return 'unknown';
  return ownerRuns(owner) ? 'runs' : 'gone';
}
