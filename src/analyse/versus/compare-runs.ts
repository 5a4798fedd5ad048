/**
 * Holds runs against a base run, pair by pair. Rounds of two runs are never paired: they were measured at
 * different times, and share nothing that would cancel. What stands within one run, as two variants of a
 * service, is paired by round in its own rankings.
 */
import { isPair, pairName, type PairOf } from '../comparison/compared.ts';
import type { RunResult } from '../result.ts';
import type { AnalysedRun } from '../run.ts';
import { cellVerdict } from './cell.ts';
import { changesOf, whyNone } from './changes.ts';
import { comparedMetricSchema, COMPARISON_SCHEMA } from './comparison.ts';
import type { Change, ComparedMetric, RunsComparison, Versus, VersusCell } from './comparison.ts';
import { differences } from './conditions.ts';
import { driftOf } from './drift.ts';
import { errorsChange, errorsWords } from './errors.ts';
import { slowerGates } from './slower-gate.ts';

export interface CompareOptions {
  /** Compare also what was not measured alike. */
  readonly unlike: 'refuse' | 'force';
  /** As 0.05; null: no gate. */
  readonly fail_if_slower: number | null;
}

export function compareRuns(
  base: AnalysedRun,
  runs: readonly AnalysedRun[],
  { unlike, fail_if_slower }: CompareOptions,
): RunsComparison {
  const compared = runs.map((run) => versusOf(base, run, unlike));
  return {
    schema: COMPARISON_SCHEMA,
    base: about(base.result),
    runs: compared,
    fail_if_slower,
    gates: fail_if_slower === null ? [] : slowerGates(compared, fail_if_slower),
  };
}

function about({ run_id, label, started_at, environment, status }: RunResult): Versus['run'] {
  return { run_id, label, started_at, tool_version: environment.tool_version, status };
}

function versusOf(base: AnalysedRun, run: AnalysedRun, unlike: CompareOptions['unlike']): Versus {
  const differing = differences(base.conditions, run.conditions);
  const forced = unlike === 'force' && differing.length > 0;
  // At a rate that was asked for, every pair has the same throughput.
  const decided_by = base.compared.rate_per_s === null ? 'throughput_rps' : 'p99_at_rate_ns';
  const cells = cellsOf(base, run, { decided_by, differing: forced ? [] : differing });
  const counts = { faster: 0, slower: 0, tied: 0, new: 0, missing: 0, 'not-comparable': 0 };
  for (const { verdict } of cells) counts[verdict] += 1;
  return {
    run: about(run.result),
    differences: differing,
    forced,
    decided_by,
    drift: driftOf(base, run, differing.length === 0 ? 'alike' : forced ? 'forced' : 'unlike'),
    cells,
    counts,
  };
}

interface How {
  readonly decided_by: ComparedMetric;
  readonly differing: readonly string[];
}

function cellsOf(
  base: AnalysedRun,
  run: AnalysedRun,
  { decided_by, differing }: How,
): VersusCell[] {
  const isIn = ({ result }: AnalysedRun, pair: PairOf): boolean =>
    result.cells.some((cell) => isPair(cell, pair));
  const pairs: PairOf[] = [
    ...base.result.cells,
    ...run.result.cells.filter((cell) => !isIn(base, cell)),
  ];
  const shared = pairs.filter((pair) => isIn(base, pair) && isIn(run, pair));
  const changes = comparedMetricSchema.options.map((metric) =>
    changesByPair(metric, shared, base, run),
  );
  return pairs.map(({ server, client }) => {
    const pair = { server, client };
    const own = comparedMetricSchema.options.map(
      (metric, index) => changes[index]?.get(pairName(pair)) ?? nothing(metric),
    );
    const decisive = own.find(({ metric }) => metric === decided_by) ?? nothing(decided_by);
    const said = cellVerdict({
      inBase: isIn(base, pair),
      inRun: isIn(run, pair),
      decisive,
      differences: differing,
      whyNoBase: whyNone(decided_by, pair, base.compared),
      whyNoRun: whyNone(decided_by, pair, run.compared),
    });
    const [then, now] = [base, run].map(({ result }) => result.cells.find((c) => isPair(c, pair)));
    const errors = errorsChange(then, now);
    const sentence = errors.more ? `${said.sentence}; ${errorsWords(errors)}` : said.sentence;
    return {
      ...pair,
      verdict: said.verdict,
      sentence,
      errors,
      changes: own.map(asShown(differing)),
    };
  });
}

function changesByPair(
  metric: ComparedMetric,
  pairs: readonly PairOf[],
  base: AnalysedRun,
  run: AnalysedRun,
): Map<string, Change> {
  const changes = changesOf(metric, pairs, base.compared, run.compared);
  return new Map(
    pairs.flatMap((pair, index) => {
      const change = changes[index];
      return change === undefined ? [] : [[pairName(pair), change]];
    }),
  );
}

function nothing(metric: ComparedMetric): Change {
  const ratio = { estimate: null, low: null, high: null };
  const absent = 'only one of the runs has this pair';
  return { metric, base: null, run: null, ratio, verdict: null, absent };
}

/** Without `--force` no ratio is given of what was not measured alike. */
function asShown(differing: readonly string[]) {
  return (change: Change): Change =>
    differing.length === 0 || change.verdict === null
      ? change
      : {
          ...change,
          ratio: { estimate: null, low: null, high: null },
          verdict: null,
          absent: 'the runs were not measured alike',
        };
}
