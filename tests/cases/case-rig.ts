/** Runs of stub services for the known faults: servers with a fault, and a client that prints what it is told. */
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runResultSchema } from '../../src/analyse/result.ts';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { addService } from '../docker/live-services.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { workFolder } from '../live/resume-rig.ts';
import type { Work } from '../live/resume-rig.ts';

export { LIMIT_MS } from '../live/resume-rig.ts';

const FIXTURES = path.resolve('tests/fixtures/services');

export const TOLD = 'told';
/** Load under which the told client does as it is told. */
const TOLD_LOAD = ['-c', '1', '-w', '0ms', '--timeout', '7777ms'];

/** What the told client prints in a round, and flags of stub-client that say how. */
export type Told = readonly [events: string, ...flags: string[]];

export interface CaseFolder extends Work {
  /** A stub-server of this name, with these variables. */
  readonly addServer: (name: string, env?: Readonly<Record<string, string>>) => void;
  /** The client `told` sends 20 orders, if not told otherwise, and prints this, in each round the next. */
  readonly tell: (...rounds: readonly Told[]) => void;
}

export function caseFolder(): CaseFolder {
  const work = workFolder();
  const addServer: CaseFolder['addServer'] = (name, env = {}) => {
    addService(work.services, 'server', 'stub-server', name, { env });
  };
  const tell: CaseFolder['tell'] = (...rounds) => {
    const turns = rounds.map(([, ...flags], index) => [
      `${index}.jsonl`,
      '--orders',
      '20',
      ...flags,
    ]);
    const events = rounds.map(([text], index) => [`${index}.jsonl`, text] as const);
    const start = { command: ['node', '{out}/told.mjs'] };
    const folder = addService(work.services, 'client', 'node-undici', TOLD, {
      manifest: { start },
      files: { 'told.json': JSON.stringify(turns), ...Object.fromEntries(events) },
    });
    copyFileSync('tests/cases/told.mjs', path.join(folder, 'told.mjs'));
    copyFileSync(
      path.join(FIXTURES, 'clients', 'stub-client', 'main.mjs'),
      path.join(folder, 'stub.mjs'),
    );
  };
  return { ...work, addServer, tell };
}

/** Words of a run of the told client. */
export const toldRun = (rounds = 1, requests = 20): string[] => [
  ...['-s', 'stub-server', '-k', TOLD, '--rounds', String(rounds), '-n', String(requests)],
  ...TOLD_LOAD,
];

/** Why each round of the told client does not count, in the order of the rounds; '' where it does. */
export function roundReasons(work: Work, rounds: number): string[] {
  const { reasons } = cellOf(storedResult(work), 'stub-server', TOLD);
  return Array.from({ length: rounds }, (_, index) =>
    reasons.filter((reason) => reason.startsWith(`round ${index + 1}: `)).join('\n'),
  );
}

export function storedResult({ results }: Work): RunResult {
  return runResultSchema.parse(JSON.parse(readFileSync(findRun(results, null).result, 'utf8')));
}

export function cellOf(result: RunResult, server: string, client: string): Cell {
  const found = result.cells.find((cell) => cell.server === server && cell.client === client);
  if (found === undefined) throw new Error(`there is no cell ${server}:${client}`);
  return found;
}

/** The first of this type. */
export function entryOf<Type extends JournalEntry['type']>(
  work: Work,
  type: Type,
): Extract<JournalEntry, { type: Type }> {
  const found = work.entries().find((entry) => entry.type === type);
  if (found === undefined) throw new Error(`the journal has no ${type}`);
  return found as Extract<JournalEntry, { type: Type }>;
}

/** A CSV, Markdown or JSON of the newest run, in its folder. */
export function exported({ results }: Work, file: string): string {
  return readFileSync(path.join(findRun(results, null).folder, file), 'utf8');
}

export { writeInto };
