/** `report`: shows the result of a run again, from its journal alone. */
import type { RunResult } from '../analyse/result.ts';
import { withThresholds } from '../analyse/thresholds/run-thresholds.ts';
import { EXIT } from '../host/user-error.ts';
import { renderComparison } from '../report/comparison.ts';
import { EXPORTS } from '../report/exports.ts';
import { gatesOf, type Reported } from '../report/reported.ts';
import { renderTerminal } from '../report/terminal.ts';
import { gateExitCode } from './exit-code.ts';
import { exportTargets, show, type Shown } from './output.ts';
import { paperOf } from './paper.ts';
import type { Session } from './session.ts';
import { readRunFolder } from './stored-runs.ts';
import { givenThresholds, refuseUnmatched } from './thresholds.ts';

/** Thresholds that are given take the place of the run's own. Throws a UserError for those that fit no pair. */
function judgedAnew(result: RunResult, session: Session): RunResult {
  const thresholds = givenThresholds(session.values);
  if (thresholds === null) return result;
  refuseUnmatched(thresholds, result.cells, session.values);
  return withThresholds(result, thresholds);
}

export function shownRun(what: Reported, session: Session): Shown<Reported> {
  const paper = paperOf(session);
  const { result, comparison } = what;
  return {
    what,
    gates: gatesOf(what),
    table: () =>
      renderTerminal(result, paper) +
      (comparison === null ? '' : `\n${renderComparison(comparison, paper)}`),
  };
}

/** `name` null: the newest run. Nothing but its folder is needed, and nothing in it is changed. */
export async function report(session: Session, name: string | null): Promise<number> {
  const targets = exportTargets(EXPORTS, session);
  const { run, comparison } = readRunFolder(session, name);
  const result = judgedAnew(run.result, session);
  await show(shownRun({ result, plots: run.plots, comparison }, session), targets, session);
  return givenThresholds(session.values) === null ? EXIT.ok : gateExitCode(result.thresholds);
}
