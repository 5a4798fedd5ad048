import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execaSync } from 'execa';
import { parseCommandLine } from '../../../src/commands/command-line.ts';
import { OptionValues } from '../../../src/commands/option-values.ts';
import type { RawValues } from '../../../src/commands/option-values.ts';
import { resumeCommand } from '../../../src/commands/resume/resume-command.ts';
import { openSession } from '../../../src/commands/session.ts';
import { createRunFolder, makeResultsFolder } from '../../../src/journal/run-folder.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const NPM = { npm_lifecycle_event: 'matrix' };

function command(
  flags: RawValues,
  env: NodeJS.ProcessEnv = NPM,
  pair: readonly string[] = [],
  results = 'results',
): string {
  const values = new OptionValues(flags, env, { name: '', values: { rounds: 9 } });
  const { signal } = new AbortController();
  const { stdout, stderr } = process;
  const terminal = { stdout, stderr, env };
  const session = openSession(values, terminal, { signal, beforeEndingAtOnce: () => undefined });
  const folder = path.resolve(results, 'run-1');
  const verb = pair.length === 0 ? 'run' : 'single';
  return resumeCommand(session, { verb, words: pair }, { folder });
}

describe('the command that goes on with a run', () => {
  test('names its folder', () => {
    expect(command({})).toBe('npm run matrix -- --resume=results/run-1');
    expect(command({ output: 'out' }, NPM, [], 'out')).toBe('npm run matrix -- --resume=out/run-1');
  });

  test('repeats what was typed, which may outweigh variables and file', () => {
    const flags = { servers: ['a', 'b'], connections: '4', 'keep-alive': false, json: '' };
    expect(command(flags, { ...NPM, PAIRBENCH_CONNECTIONS: '5' })).toBe(
      'npm run matrix -- --servers=a --servers=b --connections=4 --no-keep-alive --json= ' +
        '--resume=results/run-1',
    );
  });

  test('resumes once, though the run was resumed before', () => {
    expect(command({ resume: '', quiet: true })).toBe(
      'npm run matrix -- --quiet --resume=results/run-1',
    );
  });

  test('repeats the words of single', () => {
    const single = { npm_lifecycle_event: 'single' };
    expect(command({ workers: '2' }, single, ['go', 'cpp'])).toBe(
      'npm run matrix -- single go cpp --workers=2 --resume=results/run-1',
    );
  });

  test('is that of the program itself where npm did not start it', () => {
    expect(command({}, {})).toBe('pairbench --resume=results/run-1');
    expect(command({}, { npm_lifecycle_event: 'test' })).toBe('pairbench --resume=results/run-1');
  });

  test('is read by a shell and by the tool as it was typed', () => {
    const results = path.join(tempFolder(), "a folder, and it's $HOME");
    makeResultsFolder(results);
    const { folder } = createRunFolder(results, 'run-1');
    const flags = { label: `it's "x" \\ $HOME; *`, pairs: ['a:b', 'c:*'], color: true, json: '' };
    const text = command(flags, {}, ['go-gin', 'cpp*'], results);
    const print = `printf '%s\\0' ${text.replace(/^pairbench /, '')}`;
    const words = execaSync('sh', ['-c', print]).stdout.split('\0').slice(0, -1);
    expect(parseCommandLine(words, '1.2.3')).toEqual({
      verb: 'single',
      words: ['go-gin', 'cpp*'],
      flags: { ...flags, resume: path.relative(process.cwd(), folder) },
    });
  });
});
