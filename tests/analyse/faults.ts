/** Puts faults into the journal of a run that had none, and finds the cell that they fall on. */
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import { type JournalEntry, journalEntrySchema } from '../../src/journal/entries.ts';
import type { MeasuredWindow } from '../../src/measure/facts.ts';
import type { OrdinaryWindow } from './window-fixture.ts';

/** Where a fault is put: one round of one pair. */
export interface Place {
  readonly round: number;
  readonly server: string;
  readonly client: string;
}

export const SOMEWHERE: Place = { round: 2, server: 'go-gin', client: 'cpp-cpr' };

/** All windows of the journal are of servers that count, and of clients that are not load-only. */
export type CountedWindow = OrdinaryWindow & {
  server_counted: NonNullable<MeasuredWindow['server_counted']>;
};

function isCounted(window: MeasuredWindow): window is CountedWindow {
  return window.server_counted !== null && window.client_run.result.rtt_ns !== null;
}

/** The journal with one window changed. */
export function withWindow(
  entries: readonly JournalEntry[],
  place: Place,
  change: (window: CountedWindow) => void,
): JournalEntry[] {
  return entries.map((entry) => {
    if (!isMeasurementAt(entry, place)) return entry;
    const changed = structuredClone(entry);
    if (!isCounted(changed.window)) throw new Error('the window is not an ordinary one');
    change(changed.window);
    return journalEntrySchema.parse(changed);
  });
}

/** The journal with one window replaced by other entries. */
export function withoutWindow(
  entries: readonly JournalEntry[],
  place: Place,
  instead: readonly JournalEntry[] = [],
): JournalEntry[] {
  return entries.flatMap((entry) => (isMeasurementAt(entry, place) ? instead : [entry]));
}

function isMeasurementAt(
  entry: JournalEntry,
  place: Place,
): entry is Extract<JournalEntry, { type: 'cell-measured' }> {
  return (
    entry.type === 'cell-measured' &&
    entry.round === place.round &&
    entry.server === place.server &&
    entry.client === place.client
  );
}

export function cellAt(result: RunResult, server: string, client: string): Cell {
  const found = result.cells.find((cell) => cell.server === server && cell.client === client);
  if (found === undefined) throw new Error(`there is no cell ${server} x ${client}`);
  return found;
}

/** The cell that all faults are put into. */
export function somewhere(entries: readonly JournalEntry[]): Cell {
  return cellAt(analyseRun(entries), SOMEWHERE.server, SOMEWHERE.client);
}

/** The journal without some entries. */
export function without(
  entries: readonly JournalEntry[],
  isDropped: (entry: JournalEntry) => boolean,
): JournalEntry[] {
  return entries.filter((entry) => !isDropped(entry));
}

export function cellFailed(reason: string): JournalEntry {
  return {
    type: 'cell-failed',
    pass: 'throughput',
    ...SOMEWHERE,
    reason,
    log_file: 'logs/client.log',
    log_tail: [],
  };
}
