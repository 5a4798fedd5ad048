/**
 * Of a long run, most windows lose what is only ever drawn: how their throughput went from interval to interval.
 * Nobody sees the lines of a thousand rounds, and they are a quarter of what a run takes in memory.
 */
import type { JournalEntry } from './entries.ts';

/** Up to so many rounds are kept whole; of more, an even choice of at least half as many. */
const MOST_WHOLE_ROUNDS = 200;

/** Takes the entries in order. */
export function thinning(): (entry: JournalEntry) => JournalEntry {
  let step = 1;
  return (entry) => {
    if (entry.type === 'run-started') step = stepOf(entry.plan.settings.rounds);
    if (entry.type !== 'cell-measured' || (entry.round - 1) % step === 0) return entry;
    const { window } = entry;
    return { ...entry, window: { ...window, client_run: { ...window.client_run, intervals: [] } } };
  };
}

function stepOf(rounds: number): number {
  return Math.ceil(rounds / MOST_WHOLE_ROUNDS);
}
