import { describe, expect, test } from '@jest/globals';
import { completeProblems, lostRounds, wholeRounds } from '../../chaos/invariants/journal.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { comparedJournal } from '../analyse/fixtures.ts';

const JOURNAL = comparedJournal({ settings: { rounds: 3 } });
const PAIRS = new Set(
  JOURNAL.flatMap((entry) =>
    entry.type === 'cell-measured' && entry.pass === 'throughput'
      ? [`${entry.server} ${entry.client}`]
      : [],
  ),
).size;
const WHOLE = { passes: ['throughput'], rounds: 3, pairs: PAIRS };
const ofThroughput = JOURNAL.filter((entry) => !('pass' in entry) || entry.pass === 'throughput');

function without(unwanted: (entry: JournalEntry) => boolean): JournalEntry[] {
  const index = ofThroughput.findIndex(unwanted);
  return ofThroughput.filter((_, other) => other !== index);
}

function twice(wanted: (entry: JournalEntry) => boolean): JournalEntry[] {
  const found = ofThroughput.find(wanted);
  return found === undefined ? [] : [...ofThroughput, found];
}

const isMeasured = ({ type }: JournalEntry): boolean => type === 'cell-measured';
const isFinished = ({ type }: JournalEntry): boolean => type === 'round-finished';
const resumed = (rounds: readonly number[]): JournalEntry => ({
  type: 'run-resumed',
  resumed_at: '2026-11-26T09:00:00.000Z',
  owner: '1.1',
  kept_rounds: rounds.map((round) => ({ pass: 'throughput', round })),
});

describe('a complete journal', () => {
  test('has every round and window once', () => {
    expect(completeProblems(ofThroughput, WHOLE)).toEqual([]);
    expect(wholeRounds(ofThroughput, PAIRS)).toEqual([
      'throughput 1',
      'throughput 2',
      'throughput 3',
    ]);
  });

  test.each<[string, JournalEntry[], RegExp]>([
    ['without a window', without(isMeasured), /cells are measured, \d+ are planned/],
    ['with a window twice', twice(isMeasured), /windows count of \d+ cells with 0 repeats/],
    ['without the end of a round', without(isFinished), /the round "throughput 1" is not finished/],
    ['with the end of a round twice', twice(isFinished), /the round "throughput 1" is there twice/],
  ])('%s is not', (_, entries, problem) => {
    expect(completeProblems(entries, WHOLE).join('\n')).toMatch(problem);
  });

  test('has no window of rounds that a resumption measures again', () => {
    expect(completeProblems([...ofThroughput, resumed([1, 2])], WHOLE)).toContain(
      'the round "throughput 3" is not finished',
    );
  });
});

describe('a resumption', () => {
  test('keeps the rounds that were whole', () => {
    expect(lostRounds(['throughput 1'], [...ofThroughput, resumed([1, 2])])).toEqual([]);
    expect(lostRounds(['throughput 1'], [...ofThroughput, resumed([2])])).toEqual([
      '--resume has lost the finished round "throughput 1"',
    ]);
  });

  test('is seen in the journal', () => {
    expect(lostRounds([], ofThroughput)).toHaveLength(1);
  });

  test('need not keep a round in which a pair failed', () => {
    const last = ofThroughput.findLast(isMeasured);
    if (last?.type !== 'cell-measured') throw new Error('nothing is measured');
    const { pass, round, server, client } = last;
    const failed: JournalEntry = {
      ...{ type: 'cell-failed', pass, round, server, client },
      ...{ reason: 'it died', log_file: 'log', log_tail: [] },
    };
    expect(wholeRounds([...ofThroughput, failed], PAIRS)).toEqual(['throughput 1', 'throughput 2']);
  });
});
