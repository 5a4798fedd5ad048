/** Ctrl-C and its kin: the first stops the run in order, a second one ends everything at once. */
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { OWNER_VARIABLE, ownOwner } from '../host/owner.ts';
import { processesMarked } from '../host/process-table.ts';
import { signal } from '../runtime/process/stop.ts';
import type { Terminal } from './session.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruptions {
  readonly signal: AbortSignal;
  /** 128 + the signal's number; null: not interrupted. */
  readonly exitCode: () => number | null;
  readonly forget: () => void;
  /** Done, beside ending all child processes, when a second signal comes. */
  readonly beforeEndingAtOnce: (work: () => Promise<void>) => void;
}

/** An engine that does not answer must not hold up the end. */
const AT_ONCE_LIMIT_MS = 8000;

/** With nothing left to wait for, the work in hand ends by itself and closes the journal. */
const CLOSING_LIMIT_MS = 2000;

function killChildren(): void {
  const owner = ownOwner();
  for (const child of processesMarked(OWNER_VARIABLE, (value) => value === owner))
    if (child.pid !== process.pid) signal(child, 'SIGKILL');
}

async function endAtOnce(works: readonly (() => Promise<void>)[], status: number): Promise<void> {
  killChildren();
  const done = Promise.allSettled(works.map((work) => work()));
  await Promise.race([done, delay(AT_ONCE_LIMIT_MS)]);
  await delay(CLOSING_LIMIT_MS, undefined, { ref: false });
  process.exit(status);
}

export function interruptions(terminal: Terminal): Interruptions {
  const controller = new AbortController();
  const works: (() => Promise<void>)[] = [];
  let code: number | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    if (code !== null) {
      void endAtOnce(works, code);
      return;
    }
    code = 128 + os.constants.signals[name];
    terminal.stderr.write(`\n${name}: stopping; once more to end at once\n`);
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    beforeEndingAtOnce: (work) => {
      works.push(work);
    },
    exitCode: () => code,
    forget: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
