import { describe, expect, it } from '@jest/globals';
import { analyseRun } from '../../../src/analyse/run.ts';
import { figuresOf } from '../../../src/analyse/selection/window-figures.ts';
import { seenAtOnce } from '../../../src/analyse/selection/select-windows.ts';
import type { JournalEntry } from '../../../src/journal/entries.ts';
import { cellAt, SOMEWHERE, withWindow } from '../faults.ts';
import { journal } from '../fixtures.ts';
import { stallWindow } from '../window-fixture.ts';

const PLACE = { pass: 'throughput', ...SOMEWHERE } as const;

const entries = journal({});
const isSomewhere = (entry: JournalEntry) =>
  entry.type === 'cell-measured' &&
  entry.round === SOMEWHERE.round &&
  entry.server === SOMEWHERE.server &&
  entry.client === SOMEWHERE.client;

function gateOf(journalEntries: readonly JournalEntry[]): string | null {
  const [started] = journalEntries;
  const found = journalEntries.find(isSomewhere);
  if (started?.type !== 'run-started' || found?.type !== 'cell-measured')
    throw new Error('the window is missing');
  const figures = figuresOf(PLACE, 0, found.window, started.plan.settings);
  return seenAtOnce(figures, [figures])?.gate ?? null;
}

const stalled = withWindow(entries, SOMEWHERE, stallWindow);

/** The stalled window, and after it the same one without the stall. */
function repeated(gate: string): JournalEntry[] {
  return stalled.flatMap((entry, index): JournalEntry[] => {
    if (!isSomewhere(entry)) return [entry];
    const again = entries[index];
    if (again === undefined) throw new Error('the journals differ in length');
    return [entry, { type: 'cell-repeated', ...PLACE, gate, why: 'a stall' }, again];
  });
}

describe('gates', () => {
  it('pass a quiet window', () => {
    expect(gateOf(entries)).toBeNull();
  });

  it('name what a stall breaks', () => {
    expect(gateOf(stalled)).toBe('littles_law');
  });

  it.each([
    ['foreign_cpus', 0.07],
    ['steal_cpus', 0.03],
    ['throttled_cpus', 0.02],
  ] as const)('name interference for %s of %d', (name, value) => {
    const disturbed = withWindow(entries, SOMEWHERE, (window) => {
      window[name] = value;
    });
    expect(gateOf(disturbed)).toBe('interference');
  });

  it('say nothing of a wrong count, which no repetition mends', () => {
    const miscounted = withWindow(entries, SOMEWHERE, ({ server_counted }) => {
      server_counted.orders += 1;
    });
    expect(gateOf(miscounted)).toBeNull();
  });
});

describe('a repeated window', () => {
  const { round, server, client } = SOMEWHERE;

  it('counts in place of the disturbed one, and is told', () => {
    expect(cellAt(analyseRun(stalled), server, client).status).toBe('invalid');
    const cell = cellAt(analyseRun(repeated('littles_law')), server, client);
    expect(cell.status).toBe('valid');
    expect(cell.disturbed).toBe(false);
    expect(cell.repeats).toEqual([{ round, gate: 'littles_law', why: 'a stall' }]);
    expect(cell.gated).toMatchObject({ windows_left_out: 1, by_gate: { littles_law: 1 } });
    expect(cell.throughput_rps).toEqual(cellAt(analyseRun(entries), server, client).throughput_rps);
  });

  it('leaves the cell disturbed when it is no better, and the round out of its figures', () => {
    const disturbed = withWindow(entries, SOMEWHERE, (window) => {
      window.foreign_cpus = 0.5;
    });
    const cell = cellAt(analyseRun(disturbed), server, client);
    expect(cell).toMatchObject({ status: 'valid', disturbed: true, rounds_measured: 2 });
    expect(cell.throughput_rps.rounds.map((one) => one.round)).toEqual([1, 3]);
    expect(cell.gated).toMatchObject({ windows_left_out: 1, by_gate: { interference: 1 } });
    const all = cellAt(analyseRun(entries), server, client).throughput_rps.estimate;
    expect(cell.gated.throughput_rps_all.estimate).toBeCloseTo(all ?? NaN, 6);
  });
});
