/** Parts of a run's journal, to make journals from that were cut off and resumed. */
import type { JournalEntry } from '../../src/journal/entries.ts';
import { journal } from './fixtures.ts';

/** Three rounds of nine pairs, complete. */
export const RUN: readonly JournalEntry[] = journal();

/** What is said before the first round, builds among it. */
export const BEFORE: readonly JournalEntry[] = RUN.filter(
  (entry) => !('round' in entry) && entry.type !== 'run-finished' && entry.type !== 'rounds-ended',
);

export const END: readonly JournalEntry[] = RUN.slice(-2);

export const INTERRUPTED: readonly JournalEntry[] = END.map((entry) =>
  entry.type === 'run-finished' ? { ...entry, status: 'interrupted' } : entry,
);

export function ofRound(round: number): readonly JournalEntry[] {
  return RUN.filter((entry) => 'round' in entry && entry.round === round);
}

/** The first windows of a round, and no more. */
export function beginningOf(round: number): readonly JournalEntry[] {
  return ofRound(round).slice(0, 3);
}

export function resumed(...kept_rounds: number[]): JournalEntry {
  return {
    type: 'run-resumed',
    resumed_at: '2026-01-02T04:00:00.000Z',
    owner: '4712.1',
    kept_rounds: kept_rounds.map((round) => ({ pass: 'throughput', round })),
  };
}
