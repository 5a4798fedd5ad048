import { describe, expect, it } from '@jest/globals';
import { brokenGate } from '../../src/analyse/gates.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { MeasuredWindow } from '../../src/measure/facts.ts';
import { cellAt, SOMEWHERE, withWindow } from './faults.ts';
import { journal } from './fixtures.ts';

const entries = journal({});
const isSomewhere = (entry: JournalEntry) =>
  entry.type === 'cell-measured' &&
  entry.round === SOMEWHERE.round &&
  entry.server === SOMEWHERE.server &&
  entry.client === SOMEWHERE.client;

function settings() {
  const [started] = entries;
  if (started?.type !== 'run-started') throw new Error('a journal begins with run-started');
  return started.plan.settings;
}

function windowOf(journalEntries: readonly JournalEntry[]): MeasuredWindow {
  const found = journalEntries.find(isSomewhere);
  if (found?.type !== 'cell-measured') throw new Error('the window is missing');
  return found.window;
}

/** A stall at the window's border lengthens the round trips that end in it. */
const stalled = withWindow(entries, SOMEWHERE, ({ client_run }) => {
  client_run.result.rtt_ns.sum = Math.round(Number(client_run.result.rtt_ns.sum) * 1.2);
});

describe('gates', () => {
  it('pass a quiet window', () => {
    expect(brokenGate(windowOf(entries), settings())).toBeNull();
  });

  it('name what a stall breaks', () => {
    expect(brokenGate(windowOf(stalled), settings())).toBe('littles_law');
  });

  it('say nothing of a wrong count, which no repetition mends', () => {
    const miscounted = withWindow(entries, SOMEWHERE, ({ server_counted }) => {
      server_counted.orders += 1;
    });
    expect(brokenGate(windowOf(miscounted), settings())).toBeNull();
  });
});

describe('a repeated window', () => {
  it('counts in place of the disturbed one, and is told', () => {
    const { round, server, client } = SOMEWHERE;
    const repeated = stalled.flatMap((entry, index): JournalEntry[] => {
      if (!isSomewhere(entry)) return [entry];
      const again = entries[index];
      if (again === undefined) throw new Error('the journals differ in length');
      return [entry, { type: 'cell-repeated', round, server, client, gate: 'littles_law' }, again];
    });
    expect(cellAt(analyseRun(stalled), server, client).status).toBe('invalid');
    const cell = cellAt(analyseRun(repeated), server, client);
    expect(cell.status).toBe('valid');
    expect(cell.repeats).toEqual([{ round, gate: 'littles_law' }]);
    expect(cell.throughput_rps).toEqual(cellAt(analyseRun(entries), server, client).throughput_rps);
  });
});
