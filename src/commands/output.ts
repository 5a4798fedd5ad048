/** Where the result goes: the table or JSON on stdout, or JSON into a file. */
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { RunResult } from '../analyse/result.ts';
import { unwritable } from '../host/disk-faults.ts';
import { errorText, UserError } from '../host/user-error.ts';
import { renderJson } from '../report/json.ts';
import { GATE_WORD } from '../report/palette.ts';
import { renderTerminal } from '../report/terminal.ts';
import type { Session } from './session.ts';

/** Null: no JSON; `-`: stdout. */
export function jsonTarget(session: Session): string | null {
  const text = session.values.text('json');
  return text === undefined ? null : text === '' ? '-' : text;
}

/** Found out before anything is measured. Throws a UserError. */
export function refuseUnwritable(target: string | null): void {
  if (target === null || target === '-') return;
  const file = path.resolve(target);
  try {
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error('it is a folder');
    accessSync(existsSync(file) ? file : path.dirname(file), constants.W_OK);
  } catch (error) {
    throw new UserError(`--json: ${target} cannot be written: ${errorText(error)}`);
  }
}

/** Into the file of `--json`. */
export function writeInto(target: string, text: string): void {
  try {
    writeFileSync(path.resolve(target), text);
  } catch (error) {
    throw unwritable(
      `--json: ${target}`,
      error,
      'choose another file; nothing is lost, the run is in its folder',
    );
  }
}

/** On stderr, where stdout has the result in another form than for people. */
export function sayUnmet(gates: readonly GateVerdict[], session: Session): void {
  if (jsonTarget(session) !== '-') return;
  for (const { name, verdict, sentence } of gates)
    if (verdict !== 'pass')
      session.terminal.stderr.write(`${GATE_WORD[verdict]}  ${name}: ${sentence}\n`);
}

export function printResult(result: RunResult, session: Session): void {
  const target = jsonTarget(session);
  if (target !== null && target !== '-') writeInto(target, renderJson(result));
  const { colour, width, terminal, values } = session;
  const detail = values.switch('verbose') === true ? 'full' : 'short';
  terminal.stdout.write(
    target === '-' ? renderJson(result) : renderTerminal(result, { colour, width, detail }),
  );
}
