/** Runs that were measured before, read again from their folders alone. */
import { type AnalysedRun, analysedRun } from '../analyse/run.ts';
import { readJournal } from '../journal/read-journal.ts';
import { findRun } from '../journal/run-folder.ts';
import type { Session } from './session.ts';

/** `name` null: the newest run. Throws a UserError. */
export function readRun(session: Session, name: string | null): AnalysedRun {
  const { journal } = findRun(session.results, name);
  const { entries, torn } = readJournal(journal);
  if (torn.length > 0)
    session.terminal.stderr.write(
      `note: the last ${torn.length} bytes of ${journal} are half a line and are left out\n`,
    );
  return analysedRun(entries);
}
