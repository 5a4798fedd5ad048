/** Ends processes by their mark, so that grandchildren in other sessions go too; never by name. */
import { setTimeout as delay } from 'node:timers/promises';
import { commandLine, isRunning, processesMarked } from '../../host/process-table.ts';
import type { ProcessIdentity } from '../../host/process-table.ts';
import { EXIT, UserError } from '../../host/user-error.ts';

const POLL_MS = 10;
/** The contract gives a server 2 s to stop. */
const PATIENCE_MS = 2500;
const KILL_PATIENCE_MS = 5000;

/** Sends a signal to exactly this process; false when it is gone already. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false;
  try {
    return process.kill(identity.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

type Alive = () => readonly ProcessIdentity[];

/** True when none is left before the time is over. */
async function waitUntilGone(alive: Alive, patience_ms: number): Promise<boolean> {
  const deadline = performance.now() + patience_ms;
  while (alive().length > 0) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** SIGKILL until none is left; a process may start another while it is being looked for. */
export async function killAll(alive: Alive): Promise<void> {
  const gone = await waitUntilGone(() => {
    const left = alive();
    for (const identity of left) signal(identity, 'SIGKILL');
    return left;
  }, KILL_PATIENCE_MS);
  if (gone) return;
  const [stuck] = alive();
  if (stuck === undefined) return;
  throw new UserError(
    `process ${stuck.pid} (${commandLine(stuck.pid)}) cannot be ended`,
    'look at it with "ps", end it by hand and start again',
    EXIT.toolFault,
  );
}

/** Stops the launch with this token: SIGTERM to its main process, SIGKILL to whatever is left later. */
export async function stopMarked(
  main: ProcessIdentity,
  variable: string,
  token: string,
): Promise<string> {
  const alive = (): ProcessIdentity[] => processesMarked(variable, (value) => value === token);
  const asked = signal(main, 'SIGTERM');
  if (await waitUntilGone(() => (isRunning(main) ? [main] : []), PATIENCE_MS)) {
    if (alive().length === 0) return asked ? 'SIGTERM' : 'had ended before';
    const left = alive().length;
    await killAll(alive);
    return `SIGTERM; ${left} processes that it left behind were killed`;
  }
  await killAll(alive);
  return `SIGKILL, it did not stop within ${PATIENCE_MS} ms of SIGTERM`;
}
