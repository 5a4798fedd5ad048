/** `report`: shows the result of a run again, from its journal alone. */
import { analyseRun } from '../analyse/run.ts';
import { EXIT } from '../host/user-error.ts';
import { readJournal } from '../journal/read-journal.ts';
import { findRun } from '../journal/run-folder.ts';
import { exportTargets, printResult } from './output.ts';
import type { Session } from './session.ts';

/** `name` null: the newest run. Nothing but its folder is needed, and nothing in it is changed. */
export function report(session: Session, name: string | null): number {
  const targets = exportTargets(session);
  const { journal } = findRun(session.results, name);
  const { entries, torn } = readJournal(journal);
  if (torn.length > 0)
    session.terminal.stderr.write(
      `note: the last ${torn.length} bytes of ${journal} are half a line and are left out\n`,
    );
  printResult({ result: analyseRun(entries), gates: [] }, targets, session);
  return EXIT.ok;
}
