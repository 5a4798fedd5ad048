/** The command that goes on with a run: what was typed to begin it, and the run's folder. */
import path from 'node:path';
import type { RunFolder } from '../../journal/run-folder.ts';
import type { RawValues } from '../option-values.ts';
import type { PairWords } from '../pairs.ts';
import type { Session } from '../session.ts';

/** The folder says both. */
const NOT_AGAIN = ['resume', 'output'];

/** For a shell to read as one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function flagWords([name, value]: [string, RawValues[string]]): string[] {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
  return (typeof value === 'object' ? value : [value]).map((one) => `--${name}=${one}`);
}

/** npm knows its scripts in one folder, and starts them there. */
function program({ npm_lifecycle_event: script = '' }: NodeJS.ProcessEnv): string[] {
  return ['matrix', 'single'].includes(script) ? ['npm', 'run', 'matrix', '--'] : ['pairbench'];
}

export function resumeCommand(
  { values, terminal }: Session,
  { verb, words }: PairWords,
  { folder }: Pick<RunFolder, 'folder'>,
): string {
  const flags = Object.entries(values.flags).filter(([name]) => !NOT_AGAIN.includes(name));
  return [
    ...program(terminal.env),
    ...(verb === 'run' ? [] : [verb, ...words]),
    ...flags.flatMap(flagWords),
    `--resume=${path.relative(process.cwd(), folder)}`,
  ]
    .map(quoted)
    .join(' ');
}
