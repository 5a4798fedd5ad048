/** Finds the run that `--resume` names, and refuses one that cannot go on. */
import { existsSync } from 'node:fs';
import { endOfPass } from '../../analyse/scope.ts';
import { UserError } from '../../host/user-error.ts';
import type { JournalEntry, RunStarted } from '../../journal/entries.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { findRun, listRuns } from '../../journal/run-folder.ts';
import type { RunFolder } from '../../journal/run-folder.ts';
import type { Session } from '../session.ts';
import { isComplete, keptRounds } from './kept-rounds.ts';
import type { KeptRound } from './kept-rounds.ts';

export interface StoredRun {
  readonly files: RunFolder;
  readonly started: RunStarted;
  readonly entries: readonly JournalEntry[];
  readonly kept_rounds: readonly KeptRound[];
  /** Of the torn end of its journal. */
  readonly torn_bytes: number;
}

/** Null: it was killed before it began. */
function read(files: RunFolder): StoredRun | null {
  const { entries, torn } = readJournal(files.journal);
  const [started] = entries;
  if (started?.type !== 'run-started') return null;
  const kept_rounds = keptRounds(started, entries);
  return { files, started, entries, kept_rounds, torn_bytes: torn.length };
}

/** All rounds that the pass has had in the end are kept. */
function isWhole(
  pass: KeptRound['pass'],
  entries: readonly JournalEntry[],
  kept: readonly KeptRound[],
): boolean {
  const ended = endOfPass(pass, entries);
  return ended?.rounds === kept.filter((one) => one.pass === pass).length;
}

/** Neither a window is missing nor the result, which a full disk may have kept from being written. */
function hasAll({ files, started, entries, kept_rounds }: StoredRun): boolean {
  return (
    isComplete(entries) &&
    [...new Set(started.plan.blocks.map(({ pass }) => pass))].every(
      (pass) => pass === 'control' || isWhole(pass, entries, kept_rounds),
    ) &&
    existsSync(files.result)
  );
}

/** Throws a UserError when there is nothing to go on with. */
export function readStoredRun(files: RunFolder): StoredRun {
  const run = read(files);
  if (run === null)
    throw new UserError(
      `${files.journal}: the run was ended before it began`,
      'start a new run, without --resume',
    );
  if (hasAll(run))
    throw new UserError(
      `--resume: run ${run.started.run_id} is complete`,
      `"report ${run.started.run_id}" shows it; to measure again, start a new run`,
    );
  return run;
}

function newestUnfinished(results: string): StoredRun {
  for (const name of listRuns(results).reverse()) {
    const run = read(findRun(results, name));
    if (run !== null && !hasAll(run)) return run;
  }
  throw new UserError(
    `--resume: no run in ${results} was interrupted`,
    'start a new run, without --resume',
  );
}

/** Null: a new run is asked for. */
export function storedRun(session: Session): StoredRun | null {
  const name = session.values.text('resume');
  if (name === undefined) return null;
  if (name === '') return newestUnfinished(session.results);
  return readStoredRun(findRun(session.results, name));
}

/** Throws a UserError when there are any. */
export function refuseDifferences({ started }: StoredRun, differences: readonly string[]): void {
  if (differences.length > 0)
    throw new UserError(
      `run ${started.run_id} cannot go on, the rest would not be comparable: ${differences.join('; ')}`,
      'go back to what it began with, or start a new run; nothing of it is lost',
    );
}
