/** The result of a run from its journal: pure, so that every report can be made again. */
import { isDeepStrictEqual } from 'node:util';
import type { HostFacts } from '../host/facts.ts';
import { UserError } from '../host/user-error.ts';
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import { countingEntries } from '../journal/rounds.ts';
import { analyseCell } from './cell.ts';
import { notices } from './notices.ts';
import { externalNotices } from './external.ts';
import { Outcomes } from './outcomes.ts';
import { type Cell, RUN_SCHEMA, type RunResult } from './result.ts';

/** `all`: the journal as it is, with what was resumed in it. */
export function analyseRun(all: readonly JournalEntry[]): RunResult {
  const entries = countingEntries(all);
  const started = entries.find((entry) => entry.type === 'run-started');
  if (started === undefined) {
    throw new UserError('the journal does not say what was planned', 'measure again');
  }
  const finished = entries.findLast((entry) => entry.type === 'run-finished');
  const status = finished?.status ?? 'incomplete';
  const { plan } = started;
  const outcomes = new Outcomes(entries);
  const cells = plan.pairs.map((pair) => analyseCell(pair, outcomes, plan, status));

  return {
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
    notices: [...notices(entries), ...externalNotices(started, entries)],
    counts: countByStatus(cells),
    cells,
  };
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
      (entry) => entry.type === 'build-finished' && entry.service === service.name,
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

function countByStatus(cells: readonly Cell[]): RunResult['counts'] {
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
