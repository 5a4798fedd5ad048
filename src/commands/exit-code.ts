/** The exit code that a run has earned. */
import type { RunResult } from '../analyse/result.ts';
import { EXIT } from '../host/user-error.ts';
import type { JournalEntry } from '../journal/entries.ts';
import { countingEntries } from '../journal/rounds.ts';

const NOT_BUILT_OR_STARTED: readonly JournalEntry['type'][] = [
  'service-skipped',
  'build-failed',
  'server-unreachable',
  'server-failed',
];

/** What could not be built or started outweighs cells that are not valid: it is their cause. */
export function exitCodeOf(entries: readonly JournalEntry[], result: RunResult): number {
  if (countingEntries(entries).some((entry) => NOT_BUILT_OR_STARTED.includes(entry.type)))
    return EXIT.notBuiltOrStarted;
  const { planned, valid } = result.counts;
  return valid === planned ? EXIT.ok : EXIT.cellsNotValid;
}
