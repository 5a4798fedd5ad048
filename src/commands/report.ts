/** `report`: shows the result of a run again, from its journal alone. */
import { withThresholds } from '../analyse/thresholds/run-thresholds.ts';
import { EXIT } from '../host/user-error.ts';
import { gateExitCode } from './exit-code.ts';
import { jsonTarget, printResult, refuseUnwritable, sayUnmet } from './output.ts';
import type { Session } from './session.ts';
import { readRun } from './stored-runs.ts';
import { givenThresholds, refuseUnmatched } from './thresholds.ts';

/** `name` null: the newest run. Thresholds that are given take the place of the run's own. */
export function report(session: Session, name: string | null): number {
  refuseUnwritable(jsonTarget(session));
  const thresholds = givenThresholds(session.values);
  const { result } = readRun(session, name);
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
