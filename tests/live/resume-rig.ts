/** Small runs of fixture services, as processes, that are cut off and resumed; what they leave is seen. */
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { execa } from 'execa';
import { OWNER_VARIABLE } from '../../src/host/owner.ts';
import { processesMarked, readProc } from '../../src/host/process-table.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { countingEntries } from '../../src/journal/rounds.ts';
import { findRun, listRuns } from '../../src/journal/run-folder.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { WITHOUT_LATENCY } from './pairbench.ts';
import type { Outcome } from './pairbench.ts';

export const LIMIT_MS = 3 * 60_000;
const BIN = path.resolve('bin/pairbench.js');

const FIXTURES = path.resolve('tests/fixtures/services');

/** Two servers, two clients, three rounds of windows that are over soon. */
const SERVICES = [
  ['servers', 'node-http', 'node-http'],
  ['servers', 'stub-server', 'stub-server'],
  ['clients', 'node-undici', 'node-undici'],
  ['clients', 'node-undici', 'undici-again'],
] as const;
const SHORT = ['-c', '2', '-n', '40', '-w', '50ms', '--rounds', '3'];
export const FOUR = ['-s', 'node-http,stub-server', '-k', 'node-undici,undici-again', ...SHORT];
export const ONE = ['-s', 'stub-server', '-k', 'node-undici', ...SHORT];
export const SINGLE = ['single', 'stub-server', 'node-undici', ...SHORT];
const ROUNDS = [1, 2, 3];

/** Builds and verdicts of all tests: a copy of a service with the same files is the same build. */
export const STUB_CACHE = path.resolve('.pairbench/cases');

export interface Tool {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly hasEnded: () => boolean;
  readonly ended: Promise<Outcome>;
}

/** Which of the tool's services: a server is told its build, a client is not. */
export type Side = 'server' | 'client';

interface Places {
  readonly results: string;
  readonly cache: string;
}

export interface Work extends Places {
  /** Where the user stands. */
  readonly folder: string;
  readonly services: string;
  /** `args` are those of `run`, the folders aside. */
  readonly start: (...args: readonly string[]) => Tool;
  readonly run: (...args: readonly string[]) => Promise<Outcome>;
  /** Of the newest run. */
  readonly journal: () => string;
  /** What the journal of the newest run holds by now. */
  readonly entries: () => readonly JournalEntry[];
}

const tools: Tool[] = [];

/** Pids of what the tool has started and what lives. */
export function childrenOf(tool: Tool, side?: Side): number[] {
  const isServer = (pid: number): boolean =>
    readProc(`${pid}/environ`)?.includes('\0PAIRBENCH_BUILD_ID=') ?? false;
  return processesMarked(OWNER_VARIABLE, (owner) => owner.startsWith(`${tool.pid}.`))
    .map(({ pid }) => pid)
    .filter((pid) => pid !== tool.pid)
    .filter((pid) => side === undefined || isServer(pid) === (side === 'server'));
}

afterEach(async () => {
  for (const tool of tools.splice(0)) {
    if (!tool.hasEnded()) tool.kill('SIGKILL');
    await tool.ended;
  }
});

function startTool(folder: string, args: readonly string[]): Tool {
  const child = execa(process.execPath, [BIN, ...args], {
    cwd: folder,
    reject: false,
    stripFinalNewline: false,
    env: {
      ...WITHOUT_LATENCY,
      PAIRBENCH_RUNTIME: 'process',
      PAIRBENCH_TEST_MODULES: path.resolve('.'),
    },
  });
  if (child.pid === undefined) throw new Error('the tool could not be started');
  const tool = {
    pid: child.pid,
    kill: (signal: NodeJS.Signals) => {
      child.kill(signal);
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended: child.then(({ exitCode, stdout, stderr }) => ({ exitCode, stdout, stderr })),
  };
  tools.push(tool);
  return tool;
}

/** A folder of the test's own. `results`: elsewhere, for example on a disk of its own. */
export function workFolder({ results, cache = STUB_CACHE }: Partial<Places> = {}): Work {
  const folder = tempFolder();
  const services = path.join(folder, 'services');
  for (const [kind, fixture, name] of SERVICES)
    cpSync(path.join(FIXTURES, kind, fixture), path.join(services, kind, name), {
      recursive: true,
    });
  const out = results ?? path.join(folder, 'results');
  const places = ['--services', services, '--cache-dir', cache, '-o', out];
  const start = (...args: readonly string[]): Tool => startTool(folder, [...args, ...places]);
  const journal = (): string => findRun(out, null).journal;
  return {
    folder,
    services,
    cache,
    results: out,
    start,
    run: (...args) => start(...args).ended,
    journal,
    entries: () => (listRuns(out).length > 0 ? readJournal(journal()).entries : []),
  };
}

/** A copy that outlives the test; whoever asks for it removes it. */
export function keepFolder(folder: string): string {
  const kept = mkdtempSync(path.join(os.tmpdir(), 'pairbench-kept-'));
  cpSync(folder, kept, { recursive: true });
  return kept;
}

/** Everything of the run counts, and each window once; `cells` in each of three rounds. */
export function expectWhole(entries: readonly JournalEntry[], cells: number): void {
  const counting = countingEntries(entries);
  const measured = counting.flatMap((entry) =>
    entry.type === 'cell-measured' ? [`${entry.round} ${entry.server} ${entry.client}`] : [],
  );
  const again = counting.filter(({ type }) => type === 'cell-repeated').length;
  expect(new Set(measured).size).toBe(cells * ROUNDS.length);
  expect(measured).toHaveLength(cells * ROUNDS.length + again);
  const finished = counting.flatMap((entry) =>
    entry.type === 'round-finished' ? [entry.round] : [],
  );
  expect(finished.sort()).toEqual(ROUNDS);
}

/** Only ever added to: what was in the journal before is still there. */
export function expectKept(before: Buffer, file: string): void {
  expect(readFileSync(file).subarray(0, before.length).equals(before)).toBe(true);
}
