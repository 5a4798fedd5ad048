/**
 * Carries out what a command line asks for. Loaded once the line was read without a fault: help, the version and
 * a slip are answered before, and need nothing of this.
 */
import type { CommandLine } from './command-line.ts';
import { readConfigFile } from './config-file.ts';
import type { Interruptions } from './interruptions.ts';
import { OptionValues, unknownVariables } from './option-values.ts';
import { openSession } from './session.ts';
import type { Session, Terminal } from './session.ts';

/** Each verb loads what it needs, and no more: what builds and measures takes longer than most reports. */
async function dispatch({ verb, words }: CommandLine, session: Session): Promise<number> {
  switch (verb) {
    case 'run':
    case 'single':
    case 'vary':
    case 'sweep':
      return (await import('./run.ts')).run(session, { verb, words });
    case 'list':
      return (await import('./list.ts')).list(session);
    case 'doctor':
      return (await import('./doctor.ts')).doctor(session, words);
    case 'build':
      return (await import('./prepare.ts')).build(session, words);
    case 'verify':
      return (await import('./verify.ts')).verify(session, words);
    case 'clean':
      return (await import('./clean.ts')).clean(session);
    case 'compare':
      return (await import('./compare.ts')).compare(session, words);
    case 'completion':
      return (await import('./completion/completion.ts')).completion(session, words[0] ?? '');
    case 'report':
      return (await import('./report.ts')).report(session, words[0] ?? null);
  }
}

/** Gives the exit code; throws a UserError, Interrupted. */
export async function carryOut(
  line: CommandLine,
  terminal: Terminal,
  interrupted: Interruptions,
): Promise<number> {
  for (const message of unknownVariables(terminal.env)) terminal.stderr.write(`note: ${message}\n`);
  const empty = { name: '', values: {} };
  const given = new OptionValues(line.flags, terminal.env, empty).text('config') ?? null;
  const file = readConfigFile(given, process.cwd());
  const values = new OptionValues(line.flags, terminal.env, file);
  return dispatch(line, openSession(values, terminal, interrupted));
}
