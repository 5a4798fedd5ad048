/** Where the result goes: the table or one export on stdout, exports into files. */
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unwritable } from '../host/disk-faults.ts';
import { errorText, UserError } from '../host/user-error.ts';
import type { RunFolder } from '../journal/run-folder.ts';
import { writeRunFile } from '../journal/run-folder.ts';
import type { Export, Reported } from '../report/exports.ts';
import { EXPORTS } from '../report/exports.ts';
import { renderTerminal } from '../report/terminal.ts';
import type { Session } from './session.ts';

const STDOUT = '-';

/** One export that was asked for. */
export interface Target extends Export {
  /** A file, or `-`. */
  readonly place: string;
}

/** Null: no JSON; `-`: stdout. */
export function jsonTarget(session: Session): string | null {
  const text = session.values.text('json');
  return text === undefined ? null : text === '' ? STDOUT : text;
}

/** Found out before anything is measured. Throws a UserError. */
export function refuseUnwritable(option: Export['option'], place: string | null): void {
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
function refuseSamePlace(targets: readonly Target[]): void {
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

/** All exports that were asked for, each of which can be written. Throws a UserError. */
export function exportTargets(session: Session): readonly Target[] {
  const targets = EXPORTS.flatMap((one): Target[] => {
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

function writeTarget({ option, place }: Target, text: string): void {
  try {
    writeFileSync(path.resolve(place), text);
  } catch (error) {
    throw unwritable(
      `--${option}: ${place}`,
      error,
      `choose another file; "report --${option}" makes it again`,
    );
  }
}

/** What is asked for on stdout takes the place of the table. */
export function printResult(
  reported: Reported,
  targets: readonly Target[],
  session: Session,
): void {
  for (const target of targets)
    if (target.place !== STDOUT) writeTarget(target, target.render(reported));
  const onStdout = targets.find(({ place }) => place === STDOUT);
  const { colour, width, terminal, values } = session;
  const detail = values.switch('verbose') === true ? 'full' : 'short';
  terminal.stdout.write(
    onStdout === undefined
      ? renderTerminal(reported.result, { colour, width, detail })
      : onStdout.render(reported),
  );
}

/** What every run has in its folder; gives the names of the files. Throws a UserError. */
export function writeRunFiles(files: RunFolder, reported: Reported): string[] {
  return EXPORTS.flatMap(({ file, render }) => {
    if (file === null) return [];
    writeRunFile(files, file, render(reported));
    return [file];
  });
}
