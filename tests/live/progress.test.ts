/** What a whole run shows while it goes on: on a terminal, in a log, and where nothing is wanted. */
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { onTerminal } from '../helpers/terminal.ts';
import { FOUR, LIMIT_MS, ONE, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

const BIN = path.resolve('bin/pairbench.js');
const ESCAPE = '\u001B';
/** Two servers and two clients in three rounds. */
const WINDOWS = 12;

/** Both streams as a terminal shows them; it ends lines in its own way. */
async function shown(work: Work, args: readonly string[], env: Record<string, string> = {}) {
  const places = ['--services', work.services, '--cache-dir', work.cache, '-o', work.results];
  const usual = {
    PAIRBENCH_RUNTIME: 'process',
    PAIRBENCH_LATENCY: 'false',
    PAIRBENCH_TEST_MODULES: path.resolve('.'),
  };
  const command = [process.execPath, BIN, ...args, ...places];
  return (await onTerminal(command, work.folder, { ...usual, ...env })).replaceAll('\r\n', '\n');
}

/** Of the progress, which ends where the result begins. */
function linesBefore(text: string): string[] {
  const [progress = ''] = text.split(/^Run /m);
  return progress.trimEnd().split('\n');
}

describe('on a terminal', () => {
  it(
    'the matrix fills in, and is gone at the end',
    async () => {
      const text = await shown(workFolder(), FOUR);
      const plain = stripVTControlCharacters(text);
      expect(plain).toMatch(/^ +node-undici +undici-again$/m);
      // Only lines that have changed are drawn again.
      expect(plain).toMatch(/node-http +▶/);
      expect(plain).toMatch(
        /\[ ?\d+\/12\] round \d: (node-http|stub-server) x .*, about \d+:\d\d left/,
      );
      expect(plain).toMatch(/\d+(\.\d+)?k? +[▁▂▃▄▅▆▇█]{2}/);
      // Cursor and lines are as they were.
      expect(text.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(
        text.lastIndexOf(`${ESCAPE}[?25l`),
      );
      const result = text.slice(text.indexOf('\nRun ') + 1);
      expect(stripVTControlCharacters(result)).toContain('4 planned, 4 valid');
    },
    LIMIT_MS,
  );

  it.each<[string, string[], Record<string, string>]>([
    ['with NO_COLOR', [], { NO_COLOR: '1' }],
    ['that is dumb', [], { TERM: 'dumb' }],
    ['of CI', ['--no-color'], { CI: 'true' }],
  ])(
    '%s there are lines without escape codes and carriage returns, at most six a cell',
    async (_, args, env) => {
      const text = await shown(workFolder(), [...FOUR, ...args], env);
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      const lines = linesBefore(text);
      expect(
        lines.filter((line) => /\[ ?\d+\/12\] round \d {2}/.test(line)).length,
      ).toBeGreaterThanOrEqual(WINDOWS);
      expect(lines.length).toBeLessThanOrEqual(6 * WINDOWS);
    },
    LIMIT_MS,
  );

  it.each(['-q', '--no-progress'])(
    'with %s there is none',
    async (flag) => {
      const text = await shown(workFolder(), [...ONE, flag, '--no-color']);
      expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      expect(linesBefore(text).filter((line) => !line.startsWith('note: '))).toEqual([]);
      expect(text).toContain('1 planned, 1 valid');
    },
    LIMIT_MS,
  );
});

describe('in a pipe', () => {
  it(
    'there are lines without escape codes and carriage returns, at most six a cell',
    async () => {
      const { exitCode, stdout, stderr } = await workFolder().run(...FOUR);
      expect(exitCode).toBe(0);
      expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
      const lines = stderr.trimEnd().split('\n');
      expect(lines.length).toBeGreaterThanOrEqual(WINDOWS);
      expect(lines.length).toBeLessThanOrEqual(6 * WINDOWS);
    },
    LIMIT_MS,
  );
});
