/** The result of a run from its journal: pure, so that every report can be made again. */
import { isDeepStrictEqual } from 'node:util';
import type { HostFacts } from '../host/facts.ts';
import { UserError } from '../host/user-error.ts';
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import { countingEntries } from '../journal/rounds.ts';
import type { Pass } from '../plan/facts.ts';
import { analyseCell } from './cell.ts';
import { comparedOf, referenceWindows } from './compared-of.ts';
import { limitOf } from './comparison/bottleneck.ts';
import { minimumDetectableOf } from './comparison/detectable.ts';
import { effectsOf } from './comparison/effects.ts';
import { noiseFloorOf } from './comparison/noise-floor.ts';
import { rankingsOf } from './comparison/rankings.ts';
import { variationsOf } from './comparison/variations.ts';
import { externalNotices } from './external.ts';
import { idleNotices } from './idle-notices.ts';
import { referenceNotices } from './reference-notices.ts';
import { type Compared, pairName } from './comparison/compared.ts';
import type { JudgedPair } from './judge.ts';
import { judgePasses, type Judged } from './judged-passes.ts';
import { latencyAtRate } from './latency-at-rate.ts';
import { notices } from './notices.ts';
import { Outcomes } from './outcomes.ts';
import { plotDataOf, type PlotData } from './plot-data.ts';
import { type Cell, RUN_SCHEMA, type RunResult } from './result.ts';
import { endOfPass } from './scope.ts';
import { curvesOf } from './sweep/curves.ts';
import { judgeThresholds } from './thresholds/judge-thresholds.ts';
import { thresholdsOf } from './thresholds/run-thresholds.ts';
import { throughputsOf } from './throughputs.ts';
import { type Conditions, conditionsOf } from './versus/conditions.ts';

/** A run that can be drawn, and held against others. */
export interface AnalysedRun {
  readonly result: RunResult;
  readonly compared: Compared;
  readonly conditions: Conditions;
  /** What plots show beyond the result; made when it is asked for. */
  readonly plots: () => PlotData;
}

/** `all`: the journal as it is, with what was resumed in it. */
export function analyseRun(all: readonly JournalEntry[]): RunResult {
  return analysedRun(all).result;
}

export function analysedRun(all: readonly JournalEntry[]): AnalysedRun {
  const entries = countingEntries(all);
  const started = entries.find((entry) => entry.type === 'run-started');
  if (started === undefined) {
    throw new UserError('the journal does not say what was planned', 'measure again');
  }
  const finished = entries.findLast((entry) => entry.type === 'run-finished');
  const status = finished?.status ?? 'incomplete';
  const { plan } = started;
  const outcomes = new Outcomes(entries);
  const judged = judgePasses(started, entries, outcomes, status);
  const pairs = comparedOf(judged, started);
  const compared = comparedResult(judged, pairs, outcomes, started);
  const curves = curvesOf({ started, entries, outcomes, status });
  const result: RunResult = {
    schema: RUN_SCHEMA,
    run_id: started.run_id,
    label: started.label,
    seed: plan.seed,
    status,
    profile: plan.profile,
    runtime: started.runtime,
    started_at: started.started_at,
    finished_at: finished?.finished_at ?? null,
    duration_ms: finished === undefined ? null : durationMs(all),
    settings: plan.settings,
    environment: {
      tool_version: started.tool_version,
      runtime_about: started.runtime_about,
      host: started.host,
      changed_during_run: finished === undefined ? [] : changedFacts(started.host, finished.host),
      pinning: plan.pinning,
      services: services(started, entries),
    },
    notices: [
      ...notices(entries),
      ...referenceNotices(plan, outcomes),
      ...externalNotices(started, entries),
      ...idleNotices(plan.settings, compared.cells),
    ],
    counts: countByStatus(plan.sweep === undefined ? compared.cells : curves),
    ...compared,
    curves,
    thresholds: judgeThresholds(thresholdsOf(entries), compared),
    passes: passesOf(started, entries),
  };
  return {
    result,
    compared: pairs,
    conditions: conditionsOf(started),
    plots: () => plotDataOf(judged, outcomes),
  };
}

type ComparedResult = Pick<
  RunResult,
  | 'cells'
  | 'ceilings'
  | 'reference'
  | 'latency_at_rate'
  | 'rankings'
  | 'variations'
  | 'effects'
  | 'effects_absent'
  | 'noise_floor'
  | 'minimum_detectable_ratio'
>;

/** All that is held against something else. */
function comparedResult(
  judged: Judged,
  compared: Compared,
  outcomes: Outcomes,
  { plan }: RunStarted,
): ComparedResult {
  const throughputs = throughputsOf([...judged.chosen, ...judged.ceilings]);
  const limits = new Map(
    [...compared.cells, ...compared.ceilings].map((cell) => [
      pairName(cell),
      limitOf(cell, compared),
    ]),
  );
  const cellsOf = (pairs: readonly JudgedPair[]): Cell[] =>
    pairs.flatMap((pair) => {
      const limit = limits.get(pairName(pair));
      const context = { plan, outcomes, throughputs, scope: judged.throughput };
      return limit === undefined ? [] : [analyseCell(pair, { ...context, limit })];
    });
  return {
    cells: cellsOf(judged.chosen),
    ceilings: cellsOf(judged.ceilings),
    reference: plan.reference,
    latency_at_rate:
      judged.latency === null || judged.at_rate === null
        ? []
        : latencyAtRate(judged.at_rate.pairs, outcomes, judged.latency),
    rankings: rankingsOf(compared),
    variations: variationsOf(plan.variations ?? [], compared),
    ...effectsOf(compared),
    noise_floor: noiseFloorOf(referenceWindows(judged, plan)),
    minimum_detectable_ratio: minimumDetectableOf(compared),
  };
}

function passesOf({ plan }: RunStarted, entries: readonly JournalEntry[]): RunResult['passes'] {
  const passes = [...new Set(plan.blocks.map(({ pass }) => pass))];
  return passes
    .filter((pass) => pass !== 'control')
    .map((pass) => {
      const ended = endOfPass(pass, entries);
      const rounds = ended?.rounds ?? finishedRounds(pass, entries);
      return { pass, rounds, reason: ended?.reason ?? null };
    });
}

function finishedRounds(pass: Pass, entries: readonly JournalEntry[]): number {
  return entries.filter((entry) => entry.type === 'round-finished' && entry.pass === pass).length;
}

/** Of all attempts that came to an end by themselves. */
function durationMs(all: readonly JournalEntry[]): number {
  return all.reduce(
    (sum, entry) => sum + (entry.type === 'run-finished' ? entry.duration_ms : 0),
    0,
  );
}

function services(
  { plan }: RunStarted,
  entries: readonly JournalEntry[],
): RunResult['environment']['services'] {
  return plan.services.map((service) => {
    const build = entries.findLast(
      (entry) =>
        entry.type === 'build-finished' &&
        entry.kind === service.kind &&
        entry.service === service.name,
    );
    return build?.type === 'build-finished'
      ? { ...service, build_id: build.fingerprint, versions: build.versions }
      : { ...service, build_id: null, versions: {} };
  });
}

/** Kernel settings are named one by one, since "sysctl changed" would not help anybody. */
function changedFacts(before: HostFacts, after: HostFacts): string[] {
  const { sysctl: sysctlBefore, ...factsBefore } = before;
  const { sysctl: sysctlAfter, ...factsAfter } = after;
  return [
    ...changedKeys({ ...factsBefore }, { ...factsAfter }),
    ...changedKeys(sysctlBefore, sysctlAfter),
  ];
}

function changedKeys(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

function countByStatus(cells: readonly Pick<Cell, 'status'>[]): RunResult['counts'] {
  const having = (status: Cell['status']): number =>
    cells.filter((cell) => cell.status === status).length;
  return {
    planned: cells.length,
    valid: having('valid'),
    invalid: having('invalid'),
    failed: having('failed'),
    skipped: having('skipped'),
  };
}
