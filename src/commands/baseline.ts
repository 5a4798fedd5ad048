/** `--baseline` of a run: what it will be held against is read, and held to be comparable, before it begins. */
import { compareRuns } from '../analyse/versus/compare-runs.ts';
import type { RunsComparison } from '../analyse/versus/comparison.ts';
import { conditionsOf, differences } from '../analyse/versus/conditions.ts';
import type { AnalysedRun } from '../analyse/run.ts';
import { UserError } from '../host/user-error.ts';
import type { RunStarted } from '../journal/entries.ts';
import { compareOptions, refuseSweep } from './compare.ts';
import type { OptionName } from './options.ts';
import type { Session } from './session.ts';
import { readRun } from './stored-runs.ts';

export interface Baseline {
  /** Throws a UserError where what will be measured cannot be compared. */
  readonly refuseUnlike: (planned: RunStarted) => void;
  readonly compareWith: (run: AnalysedRun) => RunsComparison;
}

const NEEDING: readonly OptionName[] = ['fail-if-slower', 'force'];

/** Null: none is asked for. Throws a UserError. */
export function baselineOf(session: Session): Baseline | null {
  const { values } = session;
  const name = values.text('baseline');
  const options = compareOptions(values);
  if (name === undefined) {
    const useless = NEEDING.find((one) => values.isFlag(one));
    if (useless === undefined) return null;
    throw new UserError(`--${useless} needs a run to compare with`, 'name it by --baseline RUN');
  }
  const base = readRun(session, name);
  refuseSweep(base, '--baseline');
  return {
    refuseUnlike: (planned) => {
      if (planned.run_id === base.result.run_id)
        throw new UserError(
          `--baseline: ${planned.run_id} is the run itself`,
          'name an earlier run',
        );
      const unlike = differences(base.conditions, conditionsOf(planned));
      if (unlike.length > 0 && options.unlike === 'refuse')
        throw new UserError(
          `--baseline: run ${base.result.run_id} was not measured alike: ${unlike.join('; ')}`,
          'measure as it was measured, or compare all the same by --force',
        );
    },
    compareWith: (run) => compareRuns(base, [run], options),
  };
}
