/** `compare`: runs held against a base run. */
import type { AnalysedRun } from '../analyse/run.ts';
import { compareRuns, type CompareOptions } from '../analyse/versus/compare-runs.ts';
import type { RunsComparison } from '../analyse/versus/comparison.ts';
import { EXIT, UserError } from '../host/user-error.ts';
import { renderComparison } from '../report/comparison.ts';
import { renderGateAnnotations } from '../report/annotations.ts';
import { COMPARISON_EXPORTS } from '../report/exports.ts';
import { comparisonSections } from '../report/markdown/comparison.ts';
import { tellCi } from './ci.ts';
import { gateExitCode } from './exit-code.ts';
import { exportTargets, show } from './output.ts';
import { paperOf } from './paper.ts';
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

/** It has curves, and no pair at one load. Throws a UserError; `place`: where it was named. */
export function refuseSweep({ result }: Pick<AnalysedRun, 'result'>, place: string): void {
  if (result.curves.length > 0)
    throw new UserError(
      `${place}: run ${result.run_id} is a sweep, which has curves and no figures of one load`,
      `"report ${result.run_id}" shows it`,
    );
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
export async function compare(session: Session, words: readonly string[]): Promise<number> {
  const targets = exportTargets(COMPARISON_EXPORTS, session);
  const options = compareOptions(session.values);
  const [first = '', ...others] = words;
  const base = readRun(session, first);
  const runs = others.map((name) => readRun(session, name));
  refuseSame(base, runs);
  for (const run of [base, ...runs]) refuseSweep(run, 'compare');
  const comparison = compareRuns(base, runs, options);
  const table = (): string => renderComparison(comparison, paperOf(session));
  await show({ what: comparison, table, gates: comparison.gates }, targets, session);
  tellCi(comparisonSections(comparison), renderGateAnnotations(comparison.gates), session.terminal);
  return comparisonExitCode(comparison);
}
