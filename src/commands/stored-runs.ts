/** Runs that were measured before, read again from their folders alone. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type AnalysedRun, analysedRun } from '../analyse/run.ts';
import { comparisonSchema, type RunsComparison } from '../analyse/versus/comparison.ts';
import { errorText, UserError } from '../host/user-error.ts';
import { readJournal } from '../journal/read-journal.ts';
import { findRun, type RunFolder, writeRunFile } from '../journal/run-folder.ts';
import { renderComparisonJson } from '../report/json.ts';
import type { Session } from './session.ts';

const COMPARISON_FILE = 'comparison.json';
/** A faulty file may have thousands of faults. */
const LONGEST_FAULT = 400;

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
  return parseComparison(readFileSync(file, 'utf8'), file);
}

/** Throws a UserError. */
export function parseComparison(text: string, file: string): RunsComparison {
  const refuse = (fault: string): UserError =>
    new UserError(
      `${file}: not a comparison of runs: ${fault.slice(0, LONGEST_FAULT)}`,
      'remove the file; "compare BASE RUN" makes it again',
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(errorText(error));
  }
  const parsed = comparisonSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refuse(z.prettifyError(parsed.error).replaceAll(/\s+/g, ' '));
}
