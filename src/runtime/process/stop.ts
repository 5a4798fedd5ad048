/** Ends processes by their mark and descent, so that grandchildren in other sessions go too; never by name. */
import { setTimeout as delay } from 'node:timers/promises';
import { withDescendants } from '../../host/process-family.ts';
import { commandLine, isRunning } from '../../host/process-table.ts';
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

/** A process may have another environment than it was given, and so no mark: it is known by its parents. */
function withFamilies(marked: Alive): Alive {
  const known = new Map<string, ProcessIdentity>();
  return () => {
    for (const one of withDescendants(marked())) known.set(`${one.pid}.${one.start_ticks}`, one);
    return [...known.values()].filter(isRunning);
  };
}

/** SIGKILL, to their descendants too, until none is left; one may start another while it is looked for. */
export async function killAll(marked: Alive): Promise<void> {
  const alive = withFamilies(marked);
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

/** Stops a launch: SIGTERM to its main process, SIGKILL to whatever of its processes is left later. */
export async function stopLaunch(main: ProcessIdentity, known: Alive): Promise<string> {
  const alive = withFamilies(() => [main, ...known()]);
  alive(); // those of a parent that ends first are known from now on
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
