/** One start of the tool, watched from outside as a user's shell would. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { OWNER_VARIABLE } from '../src/host/owner.ts';
import { processesMarked, readProc, readStat } from '../src/host/process-table.ts';

/** `hung`: it had to be killed, because it did not end. */
export type Exit = number | NodeJS.Signals | 'hung' | null;

export interface Ended {
  readonly pid: number;
  readonly words: readonly string[];
  readonly exit: Exit;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Tool {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly hasEnded: () => boolean;
  readonly ended: Promise<Ended>;
}

/** A worker is a process that a server has started. */
export type Victim = 'server' | 'worker' | 'client';

const BIN = path.join(PACKAGE_ROOT, 'bin', 'pairbench.js');
/** A round of chaos is over in a tenth of this. */
const HUNG_MS = 120_000;
const POLL_MS = 10;

export interface Start {
  /** Words before the command, that start it elsewhere and become it. */
  readonly before: readonly string[];
  readonly words: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Kills it. */
  readonly signal: AbortSignal;
}

/** What is in the caller's environment decides nothing. */
function environment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(PAIRBENCH|GITHUB|npm)_|^CI$/.test(name) ? [] : [[name, value]],
  );
  return Object.fromEntries(kept) as Record<string, string>;
}

export function startTool({ before, words, folder, env, signal }: Start): Tool {
  const [file = '', ...args] = [...before, process.execPath, BIN, ...words];
  const child = execa(file, args, {
    cwd: folder,
    env: { ...environment(), ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    stdin: 'ignore',
    timeout: HUNG_MS,
    killSignal: 'SIGKILL',
    cancelSignal: signal,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the tool could not be started');
  return {
    pid,
    kill: (name) => {
      child.kill(name);
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended: child.then(({ exitCode, signal: ended_by, timedOut, stdout, stderr }) => ({
      ...{ pid, words, stdout, stderr },
      exit: timedOut ? 'hung' : (exitCode ?? ended_by ?? null),
    })),
  };
}

/** Pids of all that this start of the tool has started and that lives, in whatever session. */
export function childrenOf(pid: number): number[] {
  return processesMarked(OWNER_VARIABLE, (owner) => owner.startsWith(`${pid}.`))
    .map((child) => child.pid)
    .filter((child) => child !== pid);
}

/** A server is told its build, a client is not. */
function isServer(pid: number): boolean {
  return readProc(`${pid}/environ`)?.includes('\0PAIRBENCH_BUILD_ID=') ?? false;
}

export function victimsOf({ pid }: Tool, victim: Victim): number[] {
  const all = childrenOf(pid);
  if (victim === 'client') return all.filter((child) => !isServer(child));
  const servers = all.filter(isServer);
  const isWorker = (child: number): boolean => servers.includes(readStat(child)?.parent ?? 0);
  return servers.filter((child) => isWorker(child) === (victim === 'worker'));
}

/** True once it holds; false: the tool has ended before. */
export async function until(condition: () => boolean, tool: Tool): Promise<boolean> {
  while (!tool.hasEnded()) {
    if (condition()) return true;
    await delay(POLL_MS);
  }
  return false;
}

/** Over sooner when the tool ends. */
export async function pause(wait_ms: number, tool: Tool): Promise<void> {
  const end = performance.now() + wait_ms;
  await until(() => performance.now() >= end, tool);
}

/** One that has ended meanwhile is passed over. */
export function send(signal: NodeJS.Signals, pids: readonly number[]): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}
