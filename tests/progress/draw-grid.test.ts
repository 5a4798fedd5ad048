import { describe, expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { gridLines, shortCount, sparkline } from '../../src/progress/draw-grid.ts';
import { GridState } from '../../src/progress/grid.ts';
import { CLIENTS, comparedJournal, journal, service } from '../analyse/fixtures.ts';

const ROOM = { columns: 80, lines: 20 };
const FAILURE = { reason: 'it died', log_file: 'x.log', log_tail: [] };
const RUN = comparedJournal();
const place = (round: number, server: string, client: string) => ({
  ...{ pass: 'throughput' as const, round, server, client },
});

/** After all entries up to the last window of a round, and more. */
function lines(entries: readonly JournalEntry[], room = ROOM): string[] {
  const state = new GridState();
  for (const entry of entries) state.take(entry);
  const grid = state.grid();
  return grid === null ? [] : gridLines(grid, room);
}

const before = RUN.findIndex((entry) => 'round' in entry);
const cells = (round: number): JournalEntry[] =>
  RUN.filter(
    (entry) =>
      entry.type === 'cell-measured' && entry.pass === 'throughput' && entry.round === round,
  );

describe('the live matrix', () => {
  test('is empty before a plan is known', () => {
    expect(lines([])).toEqual([]);
  });

  test('has all pairs from the beginning', () => {
    expect(lines(RUN.slice(0, before)).map((line) => line.split(/ {2,}/))).toEqual([
      ['', 'cpp-cpr', 'python-aiohttp', 'rust-reqwest', 'reference'],
      ['go-gin', '·', '·', '·', '·'],
      ['python-fastapi', '·', '·', '·', '·'],
      ['rust-actix', '·', '·', '·', '·'],
      ['reference', '·', '·', '·', '·'],
    ]);
  });

  test('fills in, with a bar for each round', () => {
    const [head, first] = lines([...RUN.slice(0, before), ...cells(1), ...cells(2)]);
    expect(head).toMatch(/^ +cpp-cpr +python-aiohttp +rust-reqwest +reference$/);
    expect(first).toMatch(/^go-gin +47\.0k █[▇█] +15\.5k █[▇█] +51\.0k █[▇█] +51\.0k █[▇█]$/);
  });

  test('shows what runs now, what failed, and what was skipped', () => {
    const now: JournalEntry[] = [
      { type: 'client-refused', service: 'python-aiohttp', reason: 'x' },
      { type: 'cell-failed', ...place(1, 'go-gin', 'rust-reqwest'), ...FAILURE },
      { type: 'server-failed', pass: 'throughput', round: 2, server: 'reference', ...FAILURE },
      { type: 'cell-started', ...place(2, 'go-gin', 'cpp-cpr') },
    ];
    const found = lines([...RUN.slice(0, before), ...cells(1), ...now]);
    expect(found[1]).toMatch(/^go-gin +▶47\.0k █ +– skipped +✗ failed +51\.0k █$/);
    expect(found[4]).toMatch(/^reference +✗ failed +✗ failed +✗ failed +✗ failed$/);
  });

  test('shows no fault of a reference window, which is no pair', () => {
    const faults: JournalEntry[] = [
      { type: 'server-failed', pass: 'control', round: 2, server: 'reference', ...FAILURE },
      {
        ...{ type: 'cell-failed', ...place(1, 'reference', 'reference') },
        ...{ pass: 'control', ...FAILURE },
      },
    ];
    expect(lines([...RUN.slice(0, before), ...cells(1), ...faults])).toEqual(
      lines([...RUN.slice(0, before), ...cells(1)]),
    );
  });

  test('has a window that was measured again once', () => {
    const [, first] = lines([...RUN.slice(0, before), ...cells(1), ...cells(1)]);
    expect(first).toMatch(/^go-gin +47\.0k █ /);
  });

  test('keeps the throughputs through the pass at equal load', () => {
    const [, first] = lines(RUN);
    expect(first).toMatch(/^go-gin +47\.0k [▇█]{3} /);
  });

  test.each([30, 40, 60, 80, 200])('fits %i columns or is left out', (columns) => {
    const found = lines(RUN, { ...ROOM, columns });
    for (const line of found) expect(stringWidth(line)).toBeLessThan(columns);
    expect(found.length).toBe(columns < 50 ? 0 : 5);
  });

  test('is left out where there are too few lines, or too many pairs', () => {
    expect(lines(RUN, { ...ROOM, lines: 4 })).toEqual([]);
    const many = Array.from({ length: 30 }, (_, index) =>
      service('client', `client-${index}`, 'Client', 'rust', 'reqwest'),
    );
    expect(lines(journal({ clients: [...CLIENTS, ...many] }))).toEqual([]);
  });

  test('cuts long names by their width on the screen', () => {
    const clients = [service('client', '名前名前名前名前名前名前', 'Client', 'rust', 'reqwest')];
    for (const line of lines(journal({ clients }))) expect(stringWidth(line)).toBeLessThan(80);
  });
});

describe('a sparkline', () => {
  test('begins at 0, so that what hardly differs looks so', () => {
    expect(sparkline([100, 99, 98])).toBe('███');
    expect(sparkline([100, 50, 1])).toBe('█▄▁');
    expect(sparkline([0, 0])).toBe('▁▁');
    expect(sparkline([])).toBe('');
  });
});

test.each([
  [0, '0'],
  [7.4, '7'],
  [456, '456'],
  [999.6, '1.00k'],
  [1234, '1.23k'],
  [12_345, '12.3k'],
  [999_600, '1.00M'],
  [123_456, '123k'],
  [1_234_567, '1.23M'],
])('%d in five columns', (value, text) => {
  expect(shortCount(value)).toBe(text);
});
