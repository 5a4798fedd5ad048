/** Ctrl-C and its kin: the first stops the run in order, a second one ends everything at once. */
import os from 'node:os';
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
}

function killChildren(): void {
  const owner = ownOwner();
  for (const child of processesMarked(OWNER_VARIABLE, (value) => value === owner))
    if (child.pid !== process.pid) signal(child, 'SIGKILL');
}

export function interruptions(terminal: Terminal): Interruptions {
  const controller = new AbortController();
  let code: number | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    if (code !== null) {
      killChildren();
      process.exit(code);
    }
    code = 128 + os.constants.signals[name];
    terminal.stderr.write(`\n${name}: stopping; once more to end at once\n`);
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    exitCode: () => code,
    forget: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
