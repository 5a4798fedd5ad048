/** The command line: reads it, runs the verb, turns faults into one sentence and an exit code. */
import { parseCommandLine } from './commands/command-line.ts';
import { interruptions } from './commands/interruptions.ts';
import { VERSION } from './commands/package.ts';
import type { Terminal } from './commands/session.ts';
import { isDiskFull, unwritable } from './host/disk-faults.ts';
import { Interrupted } from './host/interrupted.ts';
import { EXIT, UserError } from './host/user-error.ts';

/** Files and services that a fault quotes may hold escape codes. */
function say(text: string, { stderr }: Terminal): void {
  stderr.write(`pairbench: ${text.replaceAll(/[^\P{Cc}\n\t]/gu, '\u{FFFD}')}\n`);
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof UserError) {
    const hint = error.hint === '' ? '' : `\n  ${error.hint}`;
    say(`${error.message}${hint}`, terminal);
    return error.exitCode;
  }
  if (isDiskFull(error)) return explain(unwritable('a disk', error, ''), terminal);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(`a fault of the tool itself, please report it:\n${text}`, terminal);
  return EXIT.toolFault;
}

/** Gives the exit code; never throws. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const interrupted = interruptions(terminal);
  const { exitCode, forget } = interrupted;
  try {
    const line = parseCommandLine(argv, VERSION);
    if (line === null) return EXIT.ok;
    const { carryOut } = await import('./commands/carry-out.ts');
    const code = await carryOut(line, terminal, interrupted);
    return exitCode() ?? code;
  } catch (error) {
    if (error instanceof Interrupted) return exitCode() ?? EXIT.interrupted;
    const code = explain(error, terminal);
    return exitCode() ?? code;
  } finally {
    forget();
  }
}
