import { describe, expect, test } from '@jest/globals';
import { WindowRecord } from '../../../src/analyse/selection/window-record.ts';
import type { JournalEntry } from '../../../src/journal/entries.ts';
import type { CellPlace } from '../../../src/measure/facts.ts';
import { CLIENTS, comparedJournal, comparedPlan, SERVERS } from '../fixtures.ts';
import { measured, miscount } from '../measured.ts';

const SMALL = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) };
const PLAN = comparedPlan(SMALL);
const [PAIR = { server: '', client: '' }] = PLAN.pairs;
const place = (changes: Partial<CellPlace> = {}): CellPlace => ({
  ...{ pass: 'throughput', round: 1 },
  ...PAIR,
  ...changes,
});
const FAILED: JournalEntry = {
  ...{ type: 'cell-failed', ...place(), reason: 'it died', log_file: 'x.log', log_tail: [] },
};
const finished = (round: number): JournalEntry => ({
  ...{ type: 'round-finished', pass: 'throughput', round },
});
const repeated = (round: number): JournalEntry => ({
  ...{ type: 'cell-repeated', ...place({ round }), gate: 'littles_law', why: 'a stall' },
});

function recordOf(...entries: readonly JournalEntry[]): WindowRecord {
  const record = new WindowRecord(PLAN);
  for (const entry of entries) record.take(entry);
  return record;
}

describe('the record of a run', () => {
  test('finds no fault in the windows of a quiet run, each by the settings of its pass', () => {
    const record = recordOf(...comparedJournal(SMALL));
    const windows = (['throughput', 'latency'] as const).flatMap((pass) =>
      record.windowsOf(pass, PAIR),
    );
    expect(windows).toHaveLength(6);
    expect(record.controls).toHaveLength(3);
    expect([...windows, ...record.controls].flatMap(({ broken }) => broken)).toEqual([]);
    expect(record.rate_per_s).toBe(4000);
  });

  test('numbers the windows of all passes in the order of time', () => {
    const record = recordOf(
      measured(place({ pass: 'control', server: 'reference', client: 'reference' }), PLAN),
      measured(place(), PLAN),
      measured(place({ round: 2 }), PLAN),
    );
    expect(record.controls.map(({ order }) => order)).toEqual([0]);
    expect(record.windowsOf('throughput', PAIR).map(({ order }) => order)).toEqual([1, 2]);
  });

  test('names the checks that a window does not pass', () => {
    const [window] = recordOf(measured(place(), PLAN, { change: miscount })).windowsOf(
      'throughput',
      PAIR,
    );
    expect(window?.broken.map(({ name }) => name)).toEqual(['requests_match_server']);
  });

  test('knows no rate of the second pass before it is settled', () => {
    expect(recordOf(measured(place(), PLAN)).rate_per_s).toBeNull();
  });
});

describe('a pair has failed', () => {
  test('when its client has, in whichever round', () => {
    expect(
      recordOf(FAILED, measured(place({ round: 2 }), PLAN)).hasFailed('throughput', PAIR),
    ).toBe(true);
    expect(recordOf(FAILED).hasFailed('latency', PAIR)).toBe(false);
  });

  test('when a round went by without it, since its server had failed', () => {
    const first = [measured(place(), PLAN), finished(1)];
    expect(recordOf(...first).hasFailed('throughput', PAIR)).toBe(false);
    expect(recordOf(...first, finished(2)).hasFailed('throughput', PAIR)).toBe(true);
  });
});

describe('repeats', () => {
  test('are counted by pair and round, whatever came of them', () => {
    const record = recordOf(measured(place(), PLAN), repeated(1), FAILED, repeated(1), repeated(2));
    expect(record.repeats).toHaveLength(3);
    expect(record.repeatsOf('throughput', PAIR, 1)).toBe(2);
    expect(record.repeatsOf('throughput', PAIR, 2)).toBe(1);
    expect(record.repeatsOf('latency', PAIR, 1)).toBe(0);
  });
});
