/** Which entries count after a run was resumed. */
import type { CellPlace } from '../measure/facts.ts';
import type { JournalEntry } from './entries.ts';

type Resumed = Extract<JournalEntry, { type: 'run-resumed' }>;

/** Each attempt builds anew and counts its rounds anew, and says so anew; what an earlier one said is past. */
const PAST: readonly JournalEntry['type'][] = [
  'run-finished',
  'rounds-ended',
  'service-skipped',
  'build-failed',
  'server-unreachable',
];

/** A fault that was found while a service was verified, too. */
const isPast = (entry: JournalEntry): boolean =>
  PAST.includes(entry.type) || (entry.type === 'verify-finished' && entry.problems.length > 0);

const placeOf = ({ pass, round, server, client }: CellPlace): string =>
  `${pass} ${round} ${server} ${client}`;

/** Without repeats that were begun and not measured: who goes on decides on them anew, and says so again. */
function withoutUnfinishedRepeats(entries: readonly JournalEntry[]): JournalEntry[] {
  const last = new Map<string, number>();
  entries.forEach((entry, index) => {
    if (entry.type === 'cell-measured' || entry.type === 'cell-failed')
      last.set(placeOf(entry), index);
  });
  return entries.filter(
    (entry, index) => entry.type !== 'cell-repeated' || index < (last.get(placeOf(entry)) ?? -1),
  );
}

/** What an attempt leaves to the next: the rounds that this one keeps, and what belongs to no round. */
function left(entries: readonly JournalEntry[], { kept_rounds }: Resumed): JournalEntry[] {
  const kept = new Set(kept_rounds.map(({ pass, round }) => `${round} ${pass}`));
  return withoutUnfinishedRepeats(entries).filter((entry) =>
    'round' in entry ? kept.has(`${entry.round} ${entry.pass}`) : !isPast(entry),
  );
}

/**
 * The entries that the result is made from. Statistics pair by round, so a round that was interrupted is
 * measured again whole: once the run was resumed, its windows stay in the journal and count no more.
 */
export function countingEntries(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  let counting: JournalEntry[] = [];
  for (const entry of entries) {
    if (entry.type === 'run-resumed') counting = left(counting, entry);
    counting.push(entry);
  }
  return counting;
}
