/** Runs that were measured before, read again from their folders alone. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type AnalysedRun, analysedRun } from '../analyse/run.ts';
import { comparisonSchema, type RunsComparison } from '../analyse/versus/comparison.ts';
import { errorText, UserError } from '../host/user-error.ts';
import { readJournal } from '../journal/read-journal.ts';
import { findRun, type RunFolder, writeRunFile } from '../journal/run-folder.ts';
import { renderComparisonJson } from '../report/json.ts';
import type { Session } from './session.ts';

const COMPARISON_FILE = 'comparison.json';

export interface StoredResult {
  readonly run: AnalysedRun;
  /** With the run of `--baseline`; null: it had none. */
  readonly comparison: RunsComparison | null;
}

/** `name` null: the newest run. Throws a UserError. */
export function readRun(session: Session, name: string | null): AnalysedRun {
  return readJournalOf(findRun(session.results, name), session);
}

/** `name` null: the newest run. Throws a UserError. */
export function readRunFolder(session: Session, name: string | null): StoredResult {
  const files = findRun(session.results, name);
  return { run: readJournalOf(files, session), comparison: readComparison(files) };
}

export function writeComparison(files: RunFolder, comparison: RunsComparison): void {
  writeRunFile(files, COMPARISON_FILE, renderComparisonJson(comparison));
}

function readJournalOf({ journal }: RunFolder, session: Session): AnalysedRun {
  const { entries, torn } = readJournal(journal);
  if (torn.length > 0)
    session.terminal.stderr.write(
      `note: the last ${torn.length} bytes of ${journal} are half a line and are left out\n`,
    );
  return analysedRun(entries);
}

function readComparison({ folder }: RunFolder): RunsComparison | null {
  const file = path.join(folder, COMPARISON_FILE);
  if (!existsSync(file)) return null;
  try {
    return comparisonSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new UserError(
      `${file}: not a comparison of runs: ${errorText(error)}`,
      'remove the file; "compare BASE RUN" makes it again',
    );
  }
}
