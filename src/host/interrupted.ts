/** How an interruption by the user ends the work in hand. */

/** Thrown out of a stage when the run was interrupted. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** What fails after an interruption may have failed by it, so it says nothing of a service. */
export function refuseInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted();
}

/** Rejects with Interrupted when `signal` is aborted first. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined); // nobody waits for it any more
    throw new Interrupted();
  }
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(new Interrupted());
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
