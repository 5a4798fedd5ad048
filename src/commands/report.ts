/** `report`: shows the result of a run again, from its journal alone. */
import { analyseRun } from '../analyse/run.ts';
import { withThresholds } from '../analyse/thresholds/run-thresholds.ts';
import { EXIT } from '../host/user-error.ts';
import { readJournal } from '../journal/read-journal.ts';
import { findRun } from '../journal/run-folder.ts';
import { gateExitCode } from './exit-code.ts';
import { jsonTarget, printResult, refuseUnwritable, sayUnmet } from './output.ts';
import type { Session } from './session.ts';
import { givenThresholds, refuseUnmatched } from './thresholds.ts';

/** `name` null: the newest run. Thresholds that are given take the place of the run's own. */
export function report(session: Session, name: string | null): number {
  refuseUnwritable(jsonTarget(session));
  const thresholds = givenThresholds(session.values);
  const { journal } = findRun(session.results, name);
  const { entries, torn } = readJournal(journal);
  if (torn.length > 0)
    session.terminal.stderr.write(
      `note: the last ${torn.length} bytes of ${journal} are half a line and are left out\n`,
    );
  const result = analyseRun(entries);
  if (thresholds === null) {
    printResult(result, session);
    return EXIT.ok;
  }
  refuseUnmatched(thresholds, result.cells, session.values);
  const judged = withThresholds(result, thresholds);
  printResult(judged, session);
  sayUnmet(judged.thresholds, session);
  return gateExitCode(judged.thresholds);
}
