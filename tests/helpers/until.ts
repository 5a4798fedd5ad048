/** Waits for a condition of the outside world. */
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 45_000;

/** Fails the test when it does not come true. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await delay(10);
  }
}
