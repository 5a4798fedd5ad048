/** The command line: reads it, runs the verb, turns faults into one sentence and an exit code. */
import { parseCommandLine } from './commands/command-line.ts';
import type { CommandLine } from './commands/command-line.ts';
import { completion } from './commands/completion/completion.ts';
import { readConfigFile } from './commands/config-file.ts';
import { interruptions } from './commands/interruptions.ts';
import { list } from './commands/list.ts';
import { OptionValues, unknownVariables } from './commands/option-values.ts';
import { VERSION } from './commands/package.ts';
import { openSession } from './commands/session.ts';
import type { Session, Terminal } from './commands/session.ts';
import { isDiskFull, unwritable } from './host/disk-faults.ts';
import { Interrupted } from './host/interrupted.ts';
import { EXIT, UserError } from './host/user-error.ts';

/** What builds and measures is loaded only by those who do: it takes longer than most reports. */
async function dispatch({ verb, words }: CommandLine, session: Session): Promise<number> {
  switch (verb) {
    case 'run':
    case 'single':
    case 'vary':
    case 'sweep':
      return (await import('./commands/run.ts')).run(session, { verb, words });
    case 'list':
      return list(session);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(session, words);
    case 'build':
      return (await import('./commands/prepare.ts')).build(session, words);
    case 'verify':
      return (await import('./commands/prepare.ts')).verify(session, words);
    case 'clean':
      return (await import('./commands/clean.ts')).clean(session);
    case 'compare':
      return (await import('./commands/compare.ts')).compare(session, words);
    case 'completion':
      return completion(session, words[0] ?? '');
    case 'report':
      return (await import('./commands/report.ts')).report(session, words[0] ?? null);
  }
}

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

/** Throws a UserError. */
function refuseGoneFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError(
      'the working directory, in which pairbench was started, is gone',
      'change into a folder that exists',
    );
  }
}

/** Gives the exit code; never throws. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  const interrupted = interruptions(terminal);
  const { exitCode, forget } = interrupted;
  try {
    refuseGoneFolder();
    const line = parseCommandLine(argv, VERSION);
    if (line === null) return EXIT.ok;
    for (const message of unknownVariables(terminal.env))
      terminal.stderr.write(`note: ${message}\n`);
    const empty = { name: '', values: {} };
    const given = new OptionValues(line.flags, terminal.env, empty).text('config') ?? null;
    const file = readConfigFile(given, process.cwd());
    const values = new OptionValues(line.flags, terminal.env, file);
    const code = await dispatch(line, openSession(values, terminal, interrupted));
    return exitCode() ?? code;
  } catch (error) {
    if (error instanceof Interrupted) return exitCode() ?? EXIT.interrupted;
    const code = explain(error, terminal);
    return exitCode() ?? code;
  } finally {
    forget();
  }
}
