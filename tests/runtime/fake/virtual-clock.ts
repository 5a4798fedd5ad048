/** Time that passes only when all that can happen now has happened; nobody really waits. */
import { setImmediate as nextTurn } from 'node:timers/promises';

interface Sleeper {
  readonly due_ms: number;
  readonly wake: () => void;
}

export class VirtualClock {
  #now_ms = 0;
  #runs = false;
  readonly #sleepers = new Set<Sleeper>();

  get now_ms(): number {
    return this.#now_ms;
  }

  /** Rejects with the signal's reason when it is aborted before. */
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason as Error);
      };
      const wake = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { due_ms: this.#now_ms + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', onAbort, { once: true });
      void this.#run();
    });
  }

  /** All promises that can be settled are settled between two turns of the event loop. */
  async #run(): Promise<void> {
    if (this.#runs) return;
    this.#runs = true;
    for (;;) {
      await nextTurn();
      const next = this.#first();
      if (next === null) break;
      this.#sleepers.delete(next);
      this.#now_ms = next.due_ms;
      next.wake();
    }
    this.#runs = false;
  }

  /** Of those due at the same time, the one that fell asleep first. */
  #first(): Sleeper | null {
    let first: Sleeper | null = null;
    for (const sleeper of this.#sleepers)
      if (first === null || sleeper.due_ms < first.due_ms) first = sleeper;
    return first;
  }
}
