/** Real processes for a test, ended after it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach } from '@jest/globals';

const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'close');
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
});

export interface Child {
  readonly pid: number;
  /** The next line that it prints. */
  readonly line: () => Promise<string>;
}

/** Leads a group of its own, which is ended as a whole. */
export async function startChild(
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child, 'spawn');
  if (child.pid === undefined) throw new Error('a process that was started has no pid');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const next = await lines.next();
    if (next.done === true) throw new Error(`${file} ended without another line`);
    return next.value.trim();
  };
  return { pid: child.pid, line };
}
