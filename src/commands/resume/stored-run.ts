/** Finds the run that `--resume` names, and refuses one that cannot go on. */
import { EXIT, UserError } from '../../host/user-error.ts';
import type { JournalEntry, RunStarted } from '../../journal/entries.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { findRun, listRuns } from '../../journal/run-folder.ts';
import type { RunFolder } from '../../journal/run-folder.ts';
import type { Session } from '../session.ts';

export interface StoredRun {
  readonly files: RunFolder;
  readonly started: RunStarted;
  readonly entries: readonly JournalEntry[];
  /** Of the torn end of its journal. */
  readonly torn_bytes: number;
}

function read(files: RunFolder): StoredRun {
  const { entries, torn } = readJournal(files.journal);
  const [started] = entries;
  if (started?.type !== 'run-started')
    throw new UserError(`${files.journal}: holds no run that could go on`, 'start a new run');
  return { files, started, entries, torn_bytes: torn.length };
}

function isComplete({ entries }: StoredRun): boolean {
  // What the kernel was put back to comes after the end of a run.
  const last = entries.findLast(({ type }) => type === 'run-finished' || type === 'run-resumed');
  return last?.type === 'run-finished' && last.status === 'complete';
}

function newestUnfinished(results: string): StoredRun {
  for (const name of listRuns(results).reverse()) {
    const run = read(findRun(results, name));
    if (!isComplete(run)) return run;
  }
  throw new UserError(`--resume: no run in ${results} was interrupted`, 'start a new run');
}

/** Null: a new run is asked for. */
export function storedRun(session: Session): StoredRun | null {
  const name = session.values.text('resume');
  if (name === undefined) return null;
  if (name === '') return newestUnfinished(session.results);
  const run = read(findRun(session.results, name));
  if (isComplete(run))
    throw new UserError(`--resume: run ${run.started.run_id} is complete`, 'start a new run');
  return run;
}

/** Throws a UserError when there are any. */
export function refuseDifferences({ started }: StoredRun, differences: readonly string[]): void {
  if (differences.length > 0)
    throw new UserError(
      `run ${started.run_id} cannot go on, the rest would not be comparable: ${differences.join('; ')}`,
      'go back to what it began with, or start a new run; nothing of it is lost',
      EXIT.badInput,
    );
}
