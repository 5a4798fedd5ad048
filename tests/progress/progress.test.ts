import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { createProgress } from '../../src/progress/progress.ts';
import type { Progress, ProgressOptions } from '../../src/progress/progress.ts';
import { journal } from '../analyse/fixtures.ts';

const RUN = journal();
const open: Progress[] = [];

afterEach(() => {
  for (const progress of open.splice(0)) progress.stop();
});

/** What a whole run writes to stderr. */
function shown(
  mode: ProgressOptions['mode'],
  entries: readonly JournalEntry[],
  verbose = false,
): string {
  const stream = Object.assign(new PassThrough(), { isTTY: mode === 'status' });
  const progress = createProgress({ stream, mode, verbose, services: [], now_ms: () => 0 });
  open.push(progress);
  for (const entry of entries) progress.onEntry(entry);
  progress.stop();
  return (stream.read() as Buffer | null)?.toString('utf8') ?? '';
}

const failed = (reason: string): JournalEntry => ({
  type: 'cell-failed',
  pass: 'throughput',
  ...{ round: 1, server: 'go-gin', client: 'cpp-cpr' },
  ...{ reason, log_file: 'x.log', log_tail: ['tail'] },
});

describe('quiet', () => {
  test('writes nothing at all', () => {
    expect(shown('quiet', [...RUN, failed('it died')], true)).toBe('');
  });
});

describe('lines, as for a log file', () => {
  test('have no escape codes and no carriage returns', () => {
    const text = shown('lines', [...RUN, failed('\u001B[31mred\u001B[0m\r\nand \u0007more')], true);
    expect(text).toContain('red \nand  more');
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text.endsWith('\n')).toBe(true);
  });

  test('show each cell, and at most six lines for it', () => {
    const lines = shown('lines', RUN).trimEnd().split('\n');
    const cells = RUN.filter(({ type }) => type === 'cell-measured').length;
    expect(lines.filter((line) => line.includes(' req/s'))).toHaveLength(cells);
    expect(lines.length).toBeLessThanOrEqual(6 * cells);
  });

  test('show starts and stops of servers only when asked for', () => {
    expect(shown('lines', RUN)).not.toContain('ready after');
    expect(shown('lines', RUN, true)).toContain('ready after 12 ms');
  });
});

describe('the status line on a terminal', () => {
  const started: JournalEntry = {
    type: 'cell-started',
    pass: 'throughput',
    ...{ round: 1, server: 'go-gin', client: 'cpp-cpr' },
  };

  test('is drawn in place, above it stays what is lasting', () => {
    const text = shown('status', [...RUN.slice(0, 1), started, failed('it died')]);
    expect(text).toContain('\u001B[');
    const plain = stripVTControlCharacters(text);
    expect(plain).toContain('round 1: go-gin x cpp-cpr');
    expect(plain).toContain('FAILED   [ 1/27] round 1, go-gin x cpp-cpr: it died\n');
  });

  test('replaces the steps, which are written only when asked for', () => {
    expect(shown('status', RUN)).not.toContain(' req/s');
    expect(shown('status', RUN, true)).toContain(' req/s');
  });

  test('is wiped at the end', () => {
    const text = shown('status', [...RUN.slice(0, 1), started]);
    expect(text.lastIndexOf('\u001B[2K')).toBeGreaterThan(text.lastIndexOf('go-gin'));
  });

  test('may be stopped twice', () => {
    const stream = new PassThrough();
    const progress = createProgress({
      ...{ stream, mode: 'status', verbose: false },
      ...{ services: [], now_ms: () => 0 },
    });
    progress.stop();
    expect(progress.stop).not.toThrow();
  });
});
