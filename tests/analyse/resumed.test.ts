import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import { runResultSchema } from '../../src/analyse/result.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { BEFORE, beginningOf, END, INTERRUPTED, ofRound, resumed, RUN } from './attempts.ts';
import { cellAt } from './faults.ts';

const FAILURE = { reason: 'it died', log_file: 'x.log', log_tail: [] };
const KILLED = [...BEFORE, ...ofRound(1), ...beginningOf(2)];
const REST = [...ofRound(2), ...ofRound(3), ...END];
const WHOLE = analyseRun(RUN);

describe('a run that was killed and resumed', () => {
  const result = analyseRun([...KILLED, resumed(1), ...BEFORE.slice(1), ...REST]);

  test('has the figures of one that never was', () => {
    expect(runResultSchema.parse(result)).toEqual(result);
    expect(result.cells).toEqual(WHOLE.cells);
    expect(result.counts).toEqual(WHOLE.counts);
    expect(result.environment).toEqual(WHOLE.environment);
    expect(result.status).toBe('complete');
  });

  test('says so', () => {
    expect(result.notices).toEqual([
      'resumed at 2026-01-02T04:00:00.000Z, with 1 finished round kept',
    ]);
  });

  test('began when it began first, and ended when it ended last', () => {
    const { started_at, finished_at } = WHOLE;
    expect(result).toMatchObject({ started_at, finished_at });
  });
});

describe('the status', () => {
  test.each<[string, JournalEntry[], string]>([
    ['killed', KILLED, 'incomplete'],
    ['interrupted', [...KILLED, ...INTERRUPTED], 'interrupted'],
    ['resumed, and going on', [...KILLED, ...INTERRUPTED, resumed(1)], 'incomplete'],
    ['resumed, and killed again', [...KILLED, resumed(1), ...beginningOf(2)], 'incomplete'],
    [
      'resumed, and interrupted again',
      [...KILLED, resumed(1), ...beginningOf(2), ...INTERRUPTED],
      'interrupted',
    ],
    ['resumed to its end', [...KILLED, ...INTERRUPTED, resumed(1), ...REST], 'complete'],
  ])('of a run that was %s', (_, entries, status) => {
    const result = analyseRun(entries);
    expect(result.status).toBe(status);
    expect(result.counts.planned).toBe(9);
  });
});

describe('the duration', () => {
  test('is that of all attempts that came to an end', () => {
    const twice = analyseRun([...KILLED, ...INTERRUPTED, resumed(1), ...REST]);
    expect(twice.duration_ms).toBe(2 * (WHOLE.duration_ms ?? 0));
    const once = analyseRun([...KILLED, resumed(1), ...REST]);
    expect(once.duration_ms).toBe(WHOLE.duration_ms);
  });

  test('is not known while the run goes on', () => {
    expect(analyseRun([...KILLED, ...INTERRUPTED, resumed(1)]).duration_ms).toBeNull();
  });
});

describe('what belongs to a round that was dropped', () => {
  const place = { round: 2, server: 'go-gin', client: 'cpp-cpr' };
  const repeated: JournalEntry = {
    type: 'cell-repeated',
    pass: 'throughput',
    ...place,
    gate: 'steal',
    why: 'w',
  };
  const notice: JournalEntry = { type: 'notice', message: 'look' };

  test('counts no more: windows, failures, repeats', () => {
    const failures: JournalEntry[] = [
      { type: 'cell-failed', pass: 'throughput', ...place, ...FAILURE },
      { type: 'server-failed', pass: 'throughput', round: 2, server: 'rust-actix', ...FAILURE },
    ];
    const first = [...KILLED, repeated, ...failures];
    expect(analyseRun([...first, resumed(1), ...REST]).cells).toEqual(WHOLE.cells);
  });

  test('counts in a round that was kept', () => {
    const again = ofRound(2).filter(
      (entry) =>
        entry.type === 'cell-measured' &&
        entry.server === place.server &&
        entry.client === place.client,
    );
    expect(again).toHaveLength(1);
    const cell = (kept: number[]) =>
      cellAt(
        analyseRun([...KILLED, ...ofRound(2), repeated, ...again, resumed(...kept), ...REST]),
        place.server,
        place.client,
      );
    expect(cell([1, 2]).repeats).toEqual([{ round: 2, gate: 'steal', why: 'w' }]);
    expect(cell([1]).repeats).toEqual([]);
  });

  test('leaves the notices of the run, in their order', () => {
    const { notices } = analyseRun([...KILLED, notice, resumed(1), notice, resumed(1), ...REST]);
    expect(notices.map((text) => text.slice(0, 7))).toEqual(['look', 'resumed', 'look', 'resumed']);
  });
});
