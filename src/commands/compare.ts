/** `compare`: runs held against a base run. */
import type { AnalysedRun } from '../analyse/run.ts';
import { compareRuns, type CompareOptions } from '../analyse/versus/compare-runs.ts';
import type { RunsComparison } from '../analyse/versus/comparison.ts';
import { EXIT, UserError } from '../host/user-error.ts';
import { renderComparison } from '../report/comparison.ts';
import { renderComparisonJson } from '../report/json.ts';
import { gateExitCode } from './exit-code.ts';
import { jsonTarget, refuseUnwritable, sayUnmet, writeInto } from './output.ts';
import type { OptionValues } from './option-values.ts';
import type { Session } from './session.ts';
import { readRun } from './stored-runs.ts';

export function compareOptions(values: OptionValues): CompareOptions {
  return {
    unlike: values.switch('force') === true ? 'force' : 'refuse',
    fail_if_slower: values.share('fail-if-slower') ?? null,
  };
}

/** Of a run with itself nothing can be learned, so it is a slip. */
function refuseSame(base: AnalysedRun, runs: readonly AnalysedRun[]): void {
  const ids = [base, ...runs].map(({ result }) => result.run_id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    throw new UserError(`compare: run ${twice} is named twice`, 'name another run');
}

/** Nothing at all could be compared, which is no success. */
function nothingCompared({ runs }: RunsComparison): boolean {
  return runs.every(({ differences, forced }) => differences.length > 0 && !forced);
}

export function comparisonExitCode(comparison: RunsComparison): number {
  if (comparison.fail_if_slower !== null) return gateExitCode(comparison.gates);
  return nothingCompared(comparison) ? EXIT.badInput : EXIT.ok;
}

/** `words`: the base run, and the others. */
export function compare(session: Session, words: readonly string[]): number {
  const target = jsonTarget(session);
  refuseUnwritable(target);
  const options = compareOptions(session.values);
  const [first = '', ...others] = words;
  const base = readRun(session, first);
  const runs = others.map((name) => readRun(session, name));
  refuseSame(base, runs);
  const comparison = compareRuns(base, runs, options);
  const { colour, width, terminal, values } = session;
  if (target !== null && target !== '-') writeInto(target, renderComparisonJson(comparison));
  const detail = values.switch('verbose') === true ? 'full' : 'short';
  terminal.stdout.write(
    target === '-'
      ? renderComparisonJson(comparison)
      : renderComparison(comparison, { colour, width, detail }),
  );
  sayUnmet(comparison.gates, session);
  return comparisonExitCode(comparison);
}
