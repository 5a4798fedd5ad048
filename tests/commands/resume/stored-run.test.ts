import { readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { OptionValues } from '../../../src/commands/option-values.ts';
import type { RawValues } from '../../../src/commands/option-values.ts';
import { openSession } from '../../../src/commands/session.ts';
import {
  readStoredRun,
  refuseDifferences,
  storedRun,
} from '../../../src/commands/resume/stored-run.ts';
import type { StoredRun } from '../../../src/commands/resume/stored-run.ts';
import type { JournalEntry } from '../../../src/journal/entries.ts';
import { formatLine } from '../../../src/journal/line-format.ts';
import { readJournal } from '../../../src/journal/read-journal.ts';
import { findRun } from '../../../src/journal/run-folder.ts';
import { BEFORE, beginningOf, END, INTERRUPTED, ofRound, RUN } from '../../analyse/attempts.ts';
import { CLIENTS, comparedJournal, SERVERS } from '../../analyse/fixtures.ts';
import { faultOf } from '../../helpers/fault.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';

const KILLED = [...BEFORE, ...ofRound(1), ...beginningOf(2)];
const STOPPED = [...BEFORE, ...ofRound(1), ...INTERRUPTED];

let results: string;

beforeEach(() => {
  results = tempFolder();
});

function linesOf(entries: readonly JournalEntry[]): string {
  return entries.map((entry, index) => formatLine(index + 1, entry)).join('');
}

/** Histograms are packed while they are read. */
function asRead(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return readJournal(writeInto(tempFolder(), 'journal.ndjson', linesOf(entries))).entries;
}

function store(name: string, entries: readonly JournalEntry[], result = ''): string {
  if (result !== '') writeInto(results, `${name}/result.json`, result);
  return writeInto(results, `${name}/journal.ndjson`, linesOf(entries));
}

function find(flags: RawValues): StoredRun | null {
  const values = new OptionValues({ output: results, ...flags }, {}, { name: '', values: {} });
  const { signal } = new AbortController();
  return storedRun(openSession(values, process, { signal, beforeEndingAtOnce: () => undefined }));
}

const foundBy = (resume: string): string => path.basename(find({ resume })?.files.folder ?? '');

const kept = (...rounds: number[]) =>
  rounds.map((round) => ({ pass: 'throughput' as const, round }));

describe('without --resume', () => {
  test('no run is looked for, damaged or not', () => {
    writeInto(results, 'run-1/journal.ndjson', 'no journal\n');
    expect(find({})).toBeNull();
  });
});

describe('--resume with a run', () => {
  test('finds it by its name and by its folder, whichever is newer', () => {
    store('run-1', KILLED);
    store('run-2', KILLED);
    expect(foundBy('run-1')).toBe('run-1');
    expect(foundBy(path.join(results, 'run-1'))).toBe('run-1');
  });

  test('gives what is known of it', () => {
    store('run-1', KILLED);
    expect(find({ resume: 'run-1' })).toMatchObject({
      started: RUN[0],
      entries: asRead(KILLED),
      kept_rounds: kept(1),
      torn_bytes: 0,
    });
  });

  test('gives the length of a torn end, and leaves it where it is', () => {
    const file = store('run-1', KILLED);
    const whole = readFileSync(file);
    truncateSync(file, whole.length - 17);
    const run = find({ resume: 'run-1' });
    expect(run?.entries).toEqual(asRead(KILLED.slice(0, -1)));
    expect(run?.torn_bytes).toBeGreaterThan(0);
    expect(readFileSync(file)).toEqual(whole.subarray(0, -17));
  });

  test('refuses one that is not there, and tells which are', async () => {
    store('run-1', KILLED);
    const { message, hint } = await faultOf(() => find({ resume: 'run-7' }));
    expect(message).toBe(`no run "run-7" in ${results}`);
    expect(hint).toBe('there are: run-1');
  });

  test('refuses one that is complete', async () => {
    store('run-1', RUN, '{}');
    const fault = await faultOf(() => find({ resume: 'run-1' }));
    expect(fault.message).toBe('--resume: run 20260102-030405-ab12 is complete');
    expect(fault.hint).toMatch(/^"report 20260102-030405-ab12" shows it; /);
    expect(fault.exitCode).toBe(2);
  });

  test('goes on with one that is complete but for its result', () => {
    store('run-1', RUN);
    expect(find({ resume: 'run-1' })?.kept_rounds).toEqual(kept(1, 2, 3));
  });

  test('goes on with one in which a pair failed by chance', () => {
    const failed = RUN.map((entry): JournalEntry =>
      entry.type === 'cell-measured' && entry.round === 2 && entry.client === 'cpp-cpr'
        ? {
            type: 'cell-failed',
            pass: 'throughput',
            ...{ round: 2, server: entry.server, client: entry.client },
            ...{ reason: 'killed', log_file: 'x.log', log_tail: [] },
          }
        : entry,
    );
    store('run-1', failed, '{}');
    expect(find({ resume: 'run-1' })?.kept_rounds).toEqual(kept(1, 3));
  });

  test.each([
    ['an empty one', ''],
    ['one that was cut off in its first line', '{"seq":1,"bytes":7'],
  ])('refuses %s', async (_, text) => {
    writeInto(results, 'run-1/journal.ndjson', text);
    const { message, hint } = await faultOf(() => find({ resume: 'run-1' }));
    expect(message).toMatch(/run-1\/journal\.ndjson: the run was ended before it began$/);
    expect(hint).toBe('start a new run, without --resume');
  });

  test('refuses a damaged one by the number of its line', async () => {
    const file = store('run-1', KILLED);
    const glued = readFileSync(file, 'utf8').replace('}\n{"seq":3,', '}{"seq":3,');
    writeInto(results, 'run-1/journal.ndjson', glued);
    const { message } = await faultOf(() => find({ resume: 'run-1' }));
    expect(message).toMatch(/run-1\/journal\.ndjson:2: /);
    expect(readFileSync(file, 'utf8')).toBe(glued);
  });
});

describe('--resume without a run', () => {
  test('takes the newest that is not complete', () => {
    store('run-1', KILLED);
    store('run-2', STOPPED);
    store('run-3', RUN, '{}');
    expect(foundBy('')).toBe('run-2');
  });

  test('passes over a run that was ended before it began', () => {
    store('run-1', KILLED);
    writeInto(results, 'run-2/journal.ndjson', '');
    writeInto(results, 'run-3/journal.ndjson', '{"seq":1');
    expect(foundBy('')).toBe('run-1');
  });

  test('does not pass over a damaged one', async () => {
    store('run-1', KILLED);
    writeInto(results, 'run-2/journal.ndjson', 'no journal\n');
    expect((await faultOf(() => find({ resume: '' }))).message).toMatch(/run-2\/\S+:1: /);
  });

  test.each([
    ['there is none', () => undefined],
    ['all are complete', () => store('run-1', [...RUN.slice(0, -2), ...END], '{}')],
  ])('is refused when %s', async (_, prepare) => {
    prepare();
    const { message, hint } = await faultOf(() => find({ resume: '' }));
    expect(message).toBe(`--resume: no run in ${results} was interrupted`);
    expect(hint).toBe('start a new run, without --resume');
  });
});

describe('a run with a second pass', () => {
  const small = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) };
  const whole = comparedJournal({ ...small, settings: { rounds: 2 } });
  const ended = (rounds: number, reason: 'nothing-valid' | 'max-time'): JournalEntry => ({
    ...{ type: 'rounds-ended', pass: 'latency', rounds, reason },
  });
  const isOfLatency = (entry: JournalEntry): boolean => 'pass' in entry && entry.pass === 'latency';

  test('is complete with all rounds of both', async () => {
    store('run-1', whole, '{}');
    expect((await faultOf(() => find({ resume: 'run-1' }))).message).toMatch(/ is complete$/);
  });

  test('is complete without one that could not begin, or ended early', async () => {
    const first = whole.filter((entry) => !isOfLatency(entry));
    const early = whole.filter(
      (entry) => !('round' in entry && isOfLatency(entry) && entry.round > 1),
    );
    for (const [entries, end] of [
      [first, ended(0, 'nothing-valid')],
      [early, ended(1, 'max-time')],
    ] as const) {
      store('run-1', [...entries.slice(0, -1), end, ...entries.slice(-1)], '{}');
      expect((await faultOf(() => find({ resume: 'run-1' }))).message).toMatch(/ is complete$/);
    }
  });

  test('goes on with the rounds of the second that are missing', () => {
    const killed = whole.filter(
      (entry) =>
        entry.type !== 'run-finished' &&
        !('round' in entry && isOfLatency(entry) && entry.round > 1),
    );
    store(
      'run-1',
      killed.filter((entry) => entry.type !== 'rounds-ended'),
    );
    expect(find({ resume: 'run-1' })?.kept_rounds).toContainEqual({ pass: 'latency', round: 1 });
    expect(find({ resume: 'run-1' })?.kept_rounds).not.toContainEqual({
      pass: 'latency',
      round: 2,
    });
  });
});

test('a run that has been completed meanwhile is refused when it is read again', async () => {
  store('run-1', KILLED);
  const files = findRun(results, 'run-1');
  expect(readStoredRun(files).kept_rounds).toEqual(kept(1));
  store('run-1', RUN, '{}');
  expect((await faultOf(() => readStoredRun(files))).message).toMatch(/ is complete$/);
});

test('differences are one sentence, which names the run and all of them', async () => {
  store('run-1', KILLED);
  const run = readStoredRun(findRun(results, 'run-1'));
  refuseDifferences(run, []);
  const fault = await faultOf(() => {
    refuseDifferences(run, ['a: changed', 'b: gone']);
  });
  expect(fault.message).toBe(
    'run 20260102-030405-ab12 cannot go on, the rest would not be comparable: a: changed; b: gone',
  );
  expect(fault).toMatchObject({ exitCode: 2, hint: expect.stringMatching(/^go back to what/) });
});
