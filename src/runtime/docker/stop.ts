/** Ends a container: SIGTERM, a bounded wait, SIGKILL; then it is removed. */
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { StartedContainer } from '../../host/docker/container.ts';

/** The contract gives a server 2 s to stop. */
const PATIENCE_MS = 2500;
const ENDED = 'had ended before';

async function hasEnded({ exited }: StartedContainer): Promise<boolean> {
  return Promise.race([exited.then(() => true), nextTurn(false)]);
}

async function askToEnd(container: StartedContainer): Promise<string> {
  if (!(await container.kill('SIGTERM'))) return ENDED;
  const late = new AbortController();
  const patience = delay(PATIENCE_MS, 'late', { signal: late.signal }).catch(() => 'late');
  const outcome = await Promise.race([container.exited.then(() => 'ended'), patience]);
  late.abort();
  if (outcome === 'ended') return 'SIGTERM';
  await container.kill('SIGKILL');
  return `SIGKILL, it did not stop within ${PATIENCE_MS} ms of SIGTERM`;
}

/** Says how it ended. Everything that the service started goes with its container. */
export async function stopContainer(container: StartedContainer): Promise<string> {
  const how = (await hasEnded(container)) ? ENDED : await askToEnd(container);
  await container.drained;
  await container.remove();
  return how;
}
