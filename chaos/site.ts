/** Where one round of chaos happens: its folder, its run, what the journal holds by now. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { JournalEntry } from '../src/journal/entries.ts';
import { readJournal } from '../src/journal/read-journal.ts';
import { findRun, listRuns, type RunFolder } from '../src/journal/run-folder.ts';
import { type Ground, placesOf, toolEnvironment } from './ground.ts';
import type { Shape } from './draw.ts';
import { startTool, type Tool } from './tool.ts';

export const RESUME = ['run', '--resume'];

export interface Site {
  readonly folder: string;
  readonly results: string;
  readonly cache: string;
  readonly shape: Shape;
  /** Words of the run, the places aside. */
  readonly words: readonly string[];
  readonly start: (words: readonly string[], env?: Readonly<Record<string, string>>) => Tool;
  /** From now on the tool is started behind these words. */
  readonly startBehind: (before: readonly string[]) => void;
  /** All that were started here, in order. */
  readonly tools: readonly Tool[];
  /** Of the newest run; null: there is none yet. */
  readonly journal: () => string | null;
  /** Throws a UserError when the journal is damaged. */
  readonly entries: () => readonly JournalEntry[];
  /** One more thing to look at once the run has come to its end: gives what is wrong. */
  readonly mustHold: (look: () => readonly string[]) => void;
  readonly ownProblems: () => readonly string[];
  /** Done when the round is over. */
  readonly atEnd: (work: () => void) => void;
  readonly close: () => void;
}

function wordsOf({ servers, clients, rounds, requests, latency }: Shape): string[] {
  return [
    ...['run', '-s', servers.join(','), '-k', clients.join(','), '--runtime', 'process'],
    ...['-c', '2', '-n', String(requests), '-w', '50ms', '--rounds', String(rounds)],
    latency ? '--latency' : '--no-latency',
  ];
}

/** Read again when the file has changed. */
function entriesReader(journal: () => string | null): Site['entries'] {
  let seen = '';
  let entries: readonly JournalEntry[] = [];
  return () => {
    const file = journal();
    if (file === null) return [];
    const { size, mtimeMs, ino } = statSync(file);
    const state = `${file} ${ino} ${size} ${mtimeMs}`;
    if (state !== seen) entries = readJournal(file).entries;
    seen = state;
    return entries;
  };
}

/** Two runs that began within a second are not told apart by their names. */
function newestJournal(results: string): string | null {
  const runs = listRuns(results).map((name) => findRun(results, name));
  const born_ms = ({ folder }: RunFolder): number => statSync(folder).birthtimeMs;
  return runs.sort((one, other) => born_ms(one) - born_ms(other)).at(-1)?.journal ?? null;
}

export function openSite(ground: Ground, round: number, shape: Shape): Site {
  const folder = path.join(ground.root, `round-${round}`);
  const results = path.join(folder, 'results');
  mkdirSync(results, { recursive: true });
  const tools: Tool[] = [];
  const before: string[] = [];
  const cache = shape.fresh_builds ? path.join(folder, 'cache') : ground.cache;
  const works: (() => void)[] = [];
  const looks: (() => readonly string[])[] = [];
  const journal = (): string | null => newestJournal(results);
  return {
    ...{ folder, results, cache, shape, tools, journal },
    words: wordsOf(shape),
    start: (words, env = {}) => {
      const tool = startTool({
        before: [...before],
        words: [...words, ...placesOf({ services: ground.services, cache }, results)],
        folder,
        env: { ...toolEnvironment(folder), ...env },
        signal: ground.signal,
      });
      tools.push(tool);
      return tool;
    },
    startBehind: (words) => {
      before.splice(0, before.length, ...words);
    },
    entries: entriesReader(journal),
    mustHold: (look) => {
      looks.push(look);
    },
    ownProblems: () => looks.flatMap((look) => look()),
    atEnd: (work) => {
      works.push(work);
    },
    close: () => {
      for (const work of works.splice(0)) work();
    },
  };
}

/** Empty when there is none. */
export function journalBytes(site: Site): Buffer {
  const file = site.journal();
  return file === null ? Buffer.alloc(0) : readFileSync(file);
}
