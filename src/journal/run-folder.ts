/** The folder of a run below the results folder: its name, its files, and how a run is found again. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../host/folders.ts';
import { errorText, EXIT, UserError } from '../host/user-error.ts';
import { unwritable } from '../host/disk-faults.ts';

export interface RunFolder {
  readonly folder: string;
  readonly journal: string;
  readonly result: string;
  readonly logs: string;
}

function runFolder(folder: string): RunFolder {
  return {
    folder,
    journal: path.join(folder, 'journal.ndjson'),
    result: path.join(folder, 'result.json'),
    logs: path.join(folder, 'logs'),
  };
}

/** Sorts by time, and is a file name everywhere: `2026-11-25T184012Z-1a2b`. */
export function newRunId(now: Date, suffix: string): string {
  return `${now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')}-${suffix}`;
}

function orRefuse(results: string, make: () => void): void {
  try {
    make();
  } catch (error) {
    throw unwritable(`--output: ${results}`, error, 'choose a folder that you may write to');
  }
}

/** Throws a UserError when it cannot be made. */
export function makeResultsFolder(results: string): void {
  orRefuse(results, () => {
    makeFolder(results);
  });
}

/** In a results folder that exists. Throws a UserError when that cannot be written. */
export function createRunFolder(results: string, run_id: string): RunFolder {
  const files = runFolder(path.join(results, run_id));
  orRefuse(results, () => {
    mkdirSync(files.folder);
    mkdirSync(files.logs);
  });
  return files;
}

/** Into the folder of the run, whole or not at all. Throws a UserError. */
export function writeRunFile({ folder }: RunFolder, name: string, text: string): void {
  const file = path.join(folder, name);
  const draft = `${file}.new`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new UserError(
      `${file}: cannot be written: ${errorText(error)}`,
      'the journal has everything: make room, then go on with --resume',
      EXIT.toolFault,
    );
  }
}

/**
 * `name` is a run id, the beginning of just one, a folder, or null for the newest run. Throws a UserError when
 * there is none, or more than one.
 */
export function findRun(results: string, name: string | null): RunFolder {
  if (name === null) return newestRun(results);
  for (const folder of [path.join(results, name), name])
    if (existsSync(runFolder(folder).journal)) return runFolder(path.resolve(folder));
  const all = listRuns(results);
  const [found, ...others] = name === '' ? [] : all.filter((run) => run.startsWith(name));
  if (found !== undefined && others.length === 0) return runFolder(path.resolve(results, found));
  throw found === undefined
    ? new UserError(
        `no run "${name}" in ${results}`,
        `there are: ${all.slice(-5).join(', ') || 'none yet'}`,
      )
    : new UserError(
        `"${name}" is the beginning of ${others.length + 1} runs in ${results}`,
        `write more of it: ${[found, ...others].slice(-5).join(', ')}`,
      );
}

/** Oldest first. */
export function listRuns(results: string): string[] {
  if (!existsSync(results) || !statSync(results).isDirectory()) return [];
  return readdirSync(results)
    .filter((name) => existsSync(runFolder(path.join(results, name)).journal))
    .sort();
}

function newestRun(results: string): RunFolder {
  const newest = listRuns(results).at(-1);
  if (newest === undefined)
    throw new UserError(`there is no run in ${results} yet`, 'measure first: npm run matrix');
  return runFolder(path.join(results, newest));
}
