/** Where what is shown goes: a table or one export on stdout, exports into files. */
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import { unwritable } from '../host/disk-faults.ts';
import { errorText, UserError } from '../host/user-error.ts';
import type { RunFolder } from '../journal/run-folder.ts';
import { writeRunFile } from '../journal/run-folder.ts';
import type { Export } from '../report/exports.ts';
import { EXPORTS } from '../report/exports.ts';
import { GATE_WORD } from '../report/palette.ts';
import { printable } from '../report/printable.ts';
import type { Reported } from '../report/reported.ts';
import type { Session } from './session.ts';

const STDOUT = '-';

/** One export that was asked for. */
export interface Target<T> extends Export<T> {
  /** A file, or `-`. */
  readonly place: string;
}

/** Null: no JSON; `-`: stdout. */
export function jsonTarget(session: Session): string | null {
  const text = session.values.text('json');
  return text === undefined ? null : text === '' ? STDOUT : text;
}

/** Found out before anything is measured. Throws a UserError. */
export function refuseUnwritable(option: Export<unknown>['option'], place: string | null): void {
  if (place === null || place === STDOUT) return;
  const file = path.resolve(place);
  try {
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error('it is a folder');
    accessSync(existsSync(file) ? file : path.dirname(file), constants.W_OK);
  } catch (error) {
    throw new UserError(`--${option}: ${place} cannot be written: ${errorText(error)}`);
  }
}

/** Two into one place would leave the last one, or both mixed. */
function refuseSamePlace(targets: readonly Target<never>[]): void {
  for (const [index, { option, place }] of targets.entries()) {
    const rival = targets
      .slice(0, index)
      .find((other) => path.resolve(other.place) === path.resolve(place));
    if (rival === undefined) continue;
    const both = `--${rival.option} and --${option}`;
    throw place === STDOUT
      ? new UserError(`${both}: only one of them can go to stdout`, 'give the other one a file')
      : new UserError(`${both}: both would go to ${place}`, 'give each a file of its own');
  }
}

/** Those of `exports` that were asked for, each of which can be written. Throws a UserError. */
export function exportTargets<T>(
  exports: readonly Export<T>[],
  session: Session,
): readonly Target<T>[] {
  const targets = exports.flatMap((one): Target<T>[] => {
    const place = one.option === 'json' ? jsonTarget(session) : session.values.text(one.option);
    if (place === undefined || place === null) return [];
    if (place === '')
      throw new UserError(`--${one.option} needs a value`, 'a file, or - for stdout');
    return [{ ...one, place }];
  });
  refuseSamePlace(targets);
  for (const { option, place } of targets) refuseUnwritable(option, place);
  return targets;
}

function writeTarget({ option, place }: Target<never>, text: string): void {
  try {
    writeFileSync(path.resolve(place), text);
  } catch (error) {
    throw unwritable(
      `--${option}: ${place}`,
      error,
      `choose another file; nothing is lost, "report --${option}" makes it again`,
    );
  }
}

/** `table`: for people, unless something else is asked for on stdout; gates are then said on stderr. */
export interface Shown<T> {
  readonly what: T;
  readonly table: () => string;
  readonly gates: readonly GateVerdict[];
}

export async function show<T>(
  { what, table, gates }: Shown<T>,
  targets: readonly Target<T>[],
  { terminal }: Session,
): Promise<void> {
  for (const target of targets)
    if (target.place !== STDOUT) writeTarget(target, await target.render(what));
  const onStdout = targets.find(({ place }) => place === STDOUT);
  terminal.stdout.write(onStdout === undefined ? table() : await onStdout.render(what));
  if (onStdout === undefined) return;
  for (const { name, verdict, sentence } of gates)
    if (verdict !== 'pass')
      terminal.stderr.write(`${GATE_WORD[verdict]}  ${printable(`${name}: ${sentence}`)}\n`);
}

/** What every run has in its folder; gives the names of the files. Throws a UserError. */
export async function writeRunFiles(files: RunFolder, reported: Reported): Promise<string[]> {
  const written: string[] = [];
  for (const { file, render } of EXPORTS) {
    if (file === null) continue;
    writeRunFile(files, file, await render(reported));
    written.push(file);
  }
  return written;
}
