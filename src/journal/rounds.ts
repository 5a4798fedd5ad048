/** Which rounds of a run are finished, and which entries count after it was resumed. */
import type { JournalEntry } from './entries.ts';

export function finishedRounds(entries: readonly JournalEntry[]): ReadonlySet<number> {
  return new Set(
    entries.flatMap((entry) => (entry.type === 'round-finished' ? [entry.round] : [])),
  );
}

function roundOf(entry: JournalEntry): number | null {
  return 'round' in entry ? entry.round : null;
}

/** What one attempt has left over for the next: its finished rounds, and all that belongs to no round. */
function kept(entries: readonly JournalEntry[]): JournalEntry[] {
  const finished = finishedRounds(entries);
  return entries.filter((entry) => {
    if (entry.type === 'run-finished') return false;
    const round = roundOf(entry);
    return round === null || finished.has(round);
  });
}

/**
 * The entries that the result is made from. Statistics pair by round, so a round that was interrupted is
 * measured again whole: once the run was resumed, its windows stay in the journal and count no more.
 */
export function countingEntries(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  let counting: JournalEntry[] = [];
  for (const entry of entries) {
    if (entry.type === 'run-resumed') counting = kept(counting);
    counting.push(entry);
  }
  return counting;
}
