import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeHistogram } from '../../src/analyse/histogram.ts';
import { UserError } from '../../src/host/user-error.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { formatLine } from '../../src/journal/line-format.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import type { JournalContent } from '../../src/journal/read-journal.ts';
import type { StoredHistogram } from '../../src/measure/client-events.ts';
import { PackedHistogram } from '../../src/measure/histogram/packed-histogram.ts';
import { journal as exampleRun } from '../analyse/fixtures.ts';
import { faultOf } from '../helpers/fault.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';

function read(text: string | Buffer): JournalContent {
  return readJournal(writeInto(tempFolder(), 'journal.ndjson', text));
}

const notice = (seq: number, message = 'hello'): string =>
  formatLine(seq, { type: 'notice', message });

/** The same samples are the same pairs, in whichever form. */
function withPairs(entries: readonly JournalEntry[]): unknown {
  return JSON.parse(
    JSON.stringify(entries, (key, value: StoredHistogram) => {
      const decoded = key === 'histogram' ? decodeHistogram(value) : null;
      return decoded !== null && 'histogram' in decoded ? decoded.histogram.toJSON() : value;
    }),
  );
}

describe('reading a journal', () => {
  test('gives back a whole run', () => {
    const entries = exampleRun();
    const text = entries.map((entry, index) => formatLine(index + 1, entry)).join('');
    const { entries: given, whole_bytes, torn } = read(text);
    expect(withPairs(given)).toEqual(withPairs(entries));
    expect([whole_bytes, torn]).toEqual([Buffer.byteLength(text), Buffer.alloc(0)]);
  });

  test('gives histograms packed, whichever form they have', () => {
    const text = exampleRun().map((entry, index) => formatLine(index + 1, entry));
    const measured = read(text.join('')).entries.flatMap((entry) =>
      entry.type === 'cell-measured' ? [entry.window.client_run.result.rtt_ns?.histogram] : [],
    );
    expect(measured.length).toBeGreaterThan(0);
    for (const histogram of measured) expect(histogram).toBeInstanceOf(PackedHistogram);
  });

  test('gives the intervals of all windows, of a long run those of an even choice', () => {
    const intervalsOf = (rounds: number): number[] => {
      const entries = structuredClone(exampleRun({ settings: { rounds } }));
      for (const entry of entries)
        if (entry.type === 'cell-measured')
          entry.window.client_run.intervals = [
            { phase: 'window', elapsed_ns: 1e8, completed: 10, errors: 0 },
          ];
      const text = entries.map((entry, index) => formatLine(index + 1, entry)).join('');
      const { entries: given } = read(text);
      return given.flatMap((entry) =>
        entry.type === 'cell-measured' && entry.window.client_run.intervals.length > 0
          ? [entry.round]
          : [],
      );
    };
    expect(new Set(intervalsOf(20)).size).toBe(20);
    expect([...new Set(intervalsOf(401))].slice(0, 3)).toEqual([1, 4, 7]);
  });

  test('with lines longer than what is read at once', () => {
    const lines = [notice(1), notice(2, 'x'.repeat(3_000_000)), notice(3)];
    const { entries, torn } = read(lines.join('') + '{"seq":4');
    expect(entries.map((entry) => (entry.type === 'notice' ? entry.message.length : 0))).toEqual([
      5, 3_000_000, 5,
    ]);
    expect(torn.toString()).toBe('{"seq":4');
  });

  test('leaves a histogram that cannot be read as it is, for the analysis to say so', () => {
    const [entry] = exampleRun().filter(({ type }) => type === 'cell-measured');
    const line = formatLine(1, entry).replace(
      /"histogram":("[^"]*"|\[\[.*?\]\])/,
      '"histogram":"AAAA"',
    );
    const body = /"entry":(.*)\}\n$/s.exec(line)?.[1] ?? '';
    const [read_back] = read(formatLine(1, JSON.parse(body))).entries;
    expect(read_back).toMatchObject({
      window: { client_run: { result: { rtt_ns: { histogram: 'AAAA' } } } },
    });
  });

  test('of no bytes gives no entries', () => {
    expect(read('')).toEqual({ entries: [], whole_bytes: 0, torn: Buffer.alloc(0) });
  });

  test('that is not there says so', async () => {
    const file = path.join(tempFolder(), 'journal.ndjson');
    expect((await faultOf(() => readJournal(file))).message).toMatch(/cannot be read: .*ENOENT/);
  });

  test('cut anywhere keeps all whole lines, and tells the torn end', () => {
    const lines = [notice(1), notice(2, 'größer'), notice(3)].map((line) => Buffer.from(line));
    const whole = Buffer.concat(lines);
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), (length) => {
        const { entries, whole_bytes, torn } = read(whole.subarray(0, length));
        const ends = lines.map((_, index) => Buffer.concat(lines.slice(0, index + 1)).length);
        const complete = ends.filter((end) => end <= length);
        expect(entries).toHaveLength(complete.length);
        expect(whole_bytes).toBe(complete.at(-1) ?? 0);
        expect(torn).toEqual(whole.subarray(whole_bytes, length));
      }),
    );
  });
});

describe('a journal that was changed is refused by the number of the line', () => {
  test.each([
    ['half a line in the middle', notice(1) + notice(2).slice(0, 20) + '\n' + notice(3), 2],
    ['half a line at the end, closed by a line end', `${notice(1)}{"seq":2,"byt\n`, 2],
    ['two lines glued together', notice(1) + notice(2).trimEnd() + notice(3) + notice(4), 2],
    ['a line that is missing', notice(1) + notice(3), 2],
    ['a line that stands there twice', notice(1) + notice(1), 2],
    ['an empty line', `${notice(1)}\n${notice(2)}`, 2],
    ['a text of another length', notice(1).replace('hello', 'hell') + notice(2), 1],
    ['an entry of a kind that does not exist', notice(1) + formatLine(2, { type: 'guess' }), 2],
    ['an entry with a key too many', formatLine(1, { type: 'notice', message: '', by: 'me' }), 1],
    [
      'more rounds than any run has',
      notice(1) +
        formatLine(2, {
          type: 'rounds-ended',
          pass: 'throughput',
          rounds: 1001,
          reason: 'planned',
        }),
      2,
    ],
    ['invalid UTF-8', Buffer.concat([Buffer.from(notice(1)), Buffer.from([0xff, 0x0a])]), 2],
    ['line ends of Windows', notice(1).replace('\n', '\r\n'), 1],
  ])('%s', async (_, text, number) => {
    const { message, hint, exitCode } = await faultOf(() => read(text));
    expect(message).toMatch(new RegExp(`/journal\\.ndjson:${number}: [^\\n]+$`));
    expect(hint).toMatch(/^the journal was changed after it was written/);
    expect(exitCode).toBe(2);
  });

  test('a missing line is named', async () => {
    const { message } = await faultOf(() => read(notice(1) + notice(3)));
    expect(message).toMatch(/:2: line 3 stands where 2 is expected$/);
  });
});

test('any bytes are a journal or a fault', () => {
  const parts = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.integer({ min: 1, max: 3 }).map((seq) => Buffer.from(notice(seq))),
    fc
      .json()
      .map((text) => Buffer.from(`{"seq":1,"bytes":${Buffer.byteLength(text)},"entry":${text}}\n`)),
  );
  const folder = tempFolder();
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 4 }), (list) => {
      const bytes = Buffer.concat(list);
      try {
        const { whole_bytes, torn } = readJournal(writeInto(folder, 'journal.ndjson', bytes));
        expect(whole_bytes + torn.length).toBe(bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});
