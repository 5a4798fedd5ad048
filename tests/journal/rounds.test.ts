import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { countingEntries } from '../../src/journal/rounds.ts';
import {
  BEFORE,
  beginningOf,
  END,
  INTERRUPTED,
  ofRound,
  resumed,
  RUN,
} from '../analyse/attempts.ts';

const FAILURE = { reason: 'it died', log_file: 'x.log', log_tail: [] };

describe('the entries that count', () => {
  test('are all, as long as nothing was resumed', () => {
    expect(countingEntries(RUN)).toEqual(RUN);
    expect(countingEntries([])).toEqual([]);
    const killed = [...BEFORE, ...ofRound(1), ...beginningOf(2)];
    expect(countingEntries(killed)).toEqual(killed);
  });

  test('after a kill are those of the kept rounds, and of the rest that was measured again', () => {
    const first = [...BEFORE, ...ofRound(1), ...beginningOf(2)];
    const second = [resumed(1), ...ofRound(2), ...ofRound(3), ...END];
    expect(countingEntries([...first, ...second])).toEqual([...BEFORE, ...ofRound(1), ...second]);
  });

  test('hold one end of the run, the last', () => {
    const first = [...BEFORE, ...ofRound(1), ...beginningOf(2), ...INTERRUPTED];
    const second = [resumed(1), ...ofRound(2), ...ofRound(3), ...END];
    expect(countingEntries([...first, ...second]).slice(-2)).toEqual(END);
    expect(countingEntries([...first, resumed(1), ...beginningOf(2)])).toEqual([
      ...BEFORE,
      ...ofRound(1),
      resumed(1),
      ...beginningOf(2),
    ]);
  });

  test('hold no failure of a round that was dropped', () => {
    const failed: JournalEntry = {
      type: 'server-failed',
      pass: 'throughput',
      round: 2,
      server: 'go-gin',
      ...FAILURE,
    };
    const first = [...BEFORE, ...ofRound(1), ...beginningOf(2), failed];
    expect(countingEntries([...first, resumed(1)])).not.toContain(failed);
    expect(countingEntries([...first, resumed(1, 2)])).toContain(failed);
  });

  test('hold a repeat only with the window that it led to', () => {
    const place = { pass: 'throughput', round: 2, server: 'go-gin', client: 'cpp-cpr' } as const;
    const repeat: JournalEntry = { type: 'cell-repeated', ...place, gate: 'held_up', why: 'x' };
    const failed: JournalEntry = { type: 'cell-failed', ...place, ...FAILURE };
    const before = [...BEFORE, ...ofRound(1), ...ofRound(2), repeat];
    expect(countingEntries([...before, resumed(1, 2)])).not.toContain(repeat);
    expect(countingEntries([...before, failed, resumed(1, 2)])).toContain(repeat);
  });

  test('hold no finished round that was not kept', () => {
    const all = countingEntries([...BEFORE, ...ofRound(1), ...ofRound(2), ...END, resumed(2)]);
    expect(all).toEqual([...BEFORE, ...ofRound(2), resumed(2)]);
  });

  test('hold no build that failed in an earlier attempt: each builds anew', () => {
    const failed: JournalEntry = {
      type: 'build-failed',
      kind: 'server',
      service: 'go-gin',
      ...FAILURE,
    };
    const skipped: JournalEntry = {
      type: 'service-skipped',
      ...{ kind: 'client', service: 'cpp-cpr', reason: 'x', remedy: 'y' },
    };
    const first = [...BEFORE, failed, skipped];
    expect(countingEntries([...first, resumed(), ...BEFORE.slice(1)])).toEqual([
      ...BEFORE,
      resumed(),
      ...BEFORE.slice(1),
    ]);
    expect(countingEntries([...first, resumed(), failed]).slice(-1)).toEqual([failed]);
  });
});

describe('a run that was resumed several times', () => {
  const attempts = [
    ...[...BEFORE, ...ofRound(1), ...beginningOf(2)],
    ...[resumed(1), ...beginningOf(2), ...INTERRUPTED],
    ...[resumed(1), ...ofRound(2), ...ofRound(3).slice(0, 5)],
    ...[resumed(1, 2), ...ofRound(3), ...END],
  ];

  test('has every finished round once', () => {
    const counting = countingEntries(attempts);
    for (const type of ['cell-measured', 'round-finished', 'server-started'] as const) {
      const rounds = (entries: readonly JournalEntry[]) =>
        entries.filter((entry) => entry.type === type);
      expect(rounds(counting)).toEqual(rounds(RUN));
    }
  });

  test('tells of each resumption', () => {
    expect(countingEntries(attempts).filter(({ type }) => type === 'run-resumed')).toEqual([
      resumed(1),
      resumed(1),
      resumed(1, 2),
    ]);
  });

  test('does not fall back on a round that an earlier attempt had finished and a later one dropped', () => {
    const counting = countingEntries([
      ...[...BEFORE, ...ofRound(1), ...END],
      ...[resumed(), ...ofRound(1).slice(0, 2)],
      resumed(),
    ]);
    expect(counting.filter((entry) => 'round' in entry)).toEqual([]);
  });
});
