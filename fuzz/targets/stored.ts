/** Files of runs, which may come from somebody else: journals and comparisons. */
import { rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { analyseRun } from '../../src/analyse/run.ts';
import { runResultSchema } from '../../src/analyse/result.ts';
import { compareRuns } from '../../src/analyse/versus/compare-runs.ts';
import type { RunsComparison } from '../../src/analyse/versus/comparison.ts';
import { parseComparison } from '../../src/commands/stored-runs.ts';
import { UserError } from '../../src/host/user-error.ts';
import { journalEntrySchema } from '../../src/journal/entries.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { formatLine, parseLine } from '../../src/journal/line-format.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { renderComparison } from '../../src/report/comparison.ts';
import { renderComparisonCsv } from '../../src/report/csv.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderComparisonJunit } from '../../src/report/junit.ts';
import { renderComparisonMarkdown } from '../../src/report/markdown/comparison.ts';
import {
  CLIENTS,
  comparedJournal,
  journal as plainJournal,
  SERVERS,
} from '../../tests/analyse/fixtures.ts';
import { runWith } from '../../tests/analyse/versus/versus-fixture.ts';
import { expectThat, valueUnlessRefused } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';
import { jsonLike } from '../values.ts';

/** Small: each is analysed thousands of times. */
const SMALL = {
  servers: SERVERS.slice(0, 1),
  clients: CLIENTS.slice(0, 1),
  settings: { rounds: 2 },
};
const JOURNALS = [plainJournal(SMALL), comparedJournal(SMALL)];
const linesOf = (entries: readonly JournalEntry[]): string =>
  entries.map((entry, index) => formatLine(index + 1, entry)).join('');
const TEXTS = JOURNALS.map(linesOf);
const FIRST_LINE = (TEXTS[0] ?? '').split('\n')[0] ?? '';
const MEASURED =
  (TEXTS[0] ?? '').split('\n').find((line) => line.includes('"cell-measured"')) ?? '';

const line: Target = {
  name: 'journal-line',
  about: 'one line of a journal',
  inputs: textsLike([
    FIRST_LINE,
    MEASURED,
    formatLine(1, { type: 'notice', message: 'größer' }).trim(),
  ]),
  frames: [
    ['{"seq":1,"bytes":65549,"entry":{"histogram":"', '"}}'],
    ['{"seq":1,"bytes":65549,"entry":{"histogram":', '}}'],
    ['{"seq":1,"bytes":', ',"entry":{}}'],
  ],
  check: (text) => {
    for (const encoding of ['utf8', 'latin1'] as const) {
      const parsed = parseLine(Buffer.from(text, encoding));
      expectThat(
        parsed.ok ? parsed.seq >= 0 : parsed.reason !== '',
        'neither an entry nor a reason',
      );
    }
  },
};

/** Of this thread alone. */
const FILE = path.join(os.tmpdir(), `pairbench-fuzz-${process.pid}-${threadId}.ndjson`);

function readAsFile(text: string): ReturnType<typeof readJournal> {
  writeFileSync(FILE, text);
  try {
    return readJournal(FILE);
  } finally {
    rmSync(FILE, { force: true });
  }
}

/** All figures of the result exist, and it is of the published schema. */
function checkAnalysis(entries: readonly JournalEntry[]): void {
  const result = valueUnlessRefused(UserError, () => analyseRun(entries));
  if (result !== undefined) runResultSchema.parse(JSON.parse(renderJson(result)));
}

const journal: Target = {
  name: 'journal',
  about: 'a journal as bytes, through to its result',
  inputs: textsLike(TEXTS),
  frames: [
    [TEXTS[0] ?? '', ''],
    ['{"seq":1,"bytes":2,"entry":', '}\n'],
  ],
  check: (text) => {
    const read = valueUnlessRefused(UserError, () => readAsFile(text));
    if (read === undefined) return;
    expectThat(
      read.whole_bytes + read.torn.length === Buffer.byteLength(text),
      'bytes are missing',
    );
    checkAnalysis(read.entries);
  },
};

function entriesOf(text: string): JournalEntry[] {
  const value = JSON.parse(text) as unknown;
  return (Array.isArray(value) ? value : [value]).flatMap((entry: unknown) => {
    const parsed = journalEntrySchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const entries: Target = {
  name: 'journal-entries',
  about: 'entries of the right form that make no sense together, through to their result',
  inputs: jsonLike(JOURNALS),
  frames: [],
  check: (text) => {
    if (isJson(text)) checkAnalysis(entriesOf(text));
  },
};

/** Made when it is needed, since that takes a second: one pair is better, one is new, one is gone. */
function shortComparison(): RunsComparison {
  const has = (names: readonly string[]) => (pair: { server: string; client: string }) =>
    names.includes(`${pair.server}:${pair.client}`);
  const base = runWith({ id: 'base', has: has(['go-gin:cpp-cpr', 'rust-actix:cpp-cpr']) });
  const run = runWith({
    id: 'run',
    has: has(['go-gin:cpp-cpr', 'go-gin:rust-reqwest']),
    factor: () => 0.7,
  });
  return compareRuns(base, [run], { unlike: 'force', fail_if_slower: 0.05 });
}

const comparison: Target = {
  name: 'comparison',
  about: 'comparison.json, through to its reports',
  get inputs() {
    return jsonLike([shortComparison()]);
  },
  frames: [
    ['{"schema":"', '"}'],
    ['{"runs":[', ']}'],
  ],
  check: (text) => {
    const read = valueUnlessRefused(UserError, () => parseComparison(text, 'comparison.json'));
    if (read === undefined) return;
    renderComparison(read, { colour: false, width: 80, detail: 'full' });
    renderComparisonMarkdown(read);
    renderComparisonCsv(read);
    renderComparisonJunit(read);
  },
};

export const STORED_TARGETS: readonly Target[] = [line, journal, entries, comparison];
