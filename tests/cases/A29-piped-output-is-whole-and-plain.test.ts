import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { execa } from 'execa';
import { OWNER_VARIABLE } from '../../src/host/owner.ts';
import { processesMarked } from '../../src/host/process-table.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { formatLine } from '../../src/journal/line-format.ts';
import { comparedJournal, service } from '../analyse/fixtures.ts';
import type { RunOptions } from '../analyse/fixtures.ts';
import { onTerminal } from '../helpers/terminal.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import { BIN, CASE_ENV, placesOf, TWO } from './case-command.ts';
import { caseFolder, LIMIT_MS } from './case-rig.ts';

const PAIRBENCH = `"${process.execPath}" "${BIN}"`;
const ESCAPES = /[^\P{Cc}\n\t]/u;
const SERVERS = 2;
const LONG_RUN = ['run', '-s', 'stub-server', '-k', 'node-undici', '-c', '2', '-d', '60s'];

function storedRun(work: string, name: string, options: RunOptions = {}): void {
  const lines = comparedJournal(options).map((entry, index) => formatLine(index + 1, entry));
  writeInto(work, `results/${name}/journal.ndjson`, lines.join(''));
}

/** Over 1 MB as JSON. */
const MANY = {
  clients: Array.from({ length: 80 }, (_, index) =>
    service('client', `client-${index}`, 'Client', 'rust', 'reqwest'),
  ),
  settings: { rounds: 1 },
};

/** What bash says of it; `script` may use `$pairbench`. */
function inShell(script: string, cwd: string) {
  return execa('bash', ['-c', script.replaceAll('$pairbench', PAIRBENCH)], {
    ...{ cwd, reject: false, stripFinalNewline: false },
    env: CASE_ENV,
  });
}

test('a document of over 1 MB arrives whole at a slow reader, also when a gate fails', async () => {
  const work = tempFolder();
  storedRun(work, 'run', MANY);
  const report = "$pairbench report --json - --threshold 'p99<1ns'";
  const { stdout } = await inShell(
    `${report} > whole 2>/dev/null; echo $?
     ${report} 2>/dev/null | { sleep 0.3; cat > read; }; echo "\${PIPESTATUS[0]}"`,
    work,
  );
  expect(stdout).toBe('5\n5\n');
  const [whole, read] = ['whole', 'read'].map((file) => readFileSync(path.join(work, file)));
  expect(whole?.length).toBeGreaterThan(1_000_000);
  expect(read?.equals(whole ?? Buffer.alloc(0))).toBe(true);
});

describe('a reader that leaves early', () => {
  it.each([
    ["report --threshold 'p99<1ns'", 5],
    ["report --export-html - --threshold 'p99<1ns'", 5],
    ['report nosuch', 2],
    ['list', 0],
    ['--help', 0],
  ])('of "%s" changes nothing in its exit code, %i', async (words, code) => {
    const work = tempFolder();
    storedRun(work, 'run');
    const leave = 'exec 0<&-; sleep 0.1';
    const { stdout, stderr } = await inShell(
      `$pairbench ${words} 2>said | head -1 >/dev/null; echo "\${PIPESTATUS[0]}"
       $pairbench ${words} 2>/dev/null | { ${leave}; }; echo "\${PIPESTATUS[0]}"
       $pairbench ${words} 2>&1 >/dev/null | { ${leave}; }; echo "\${PIPESTATUS[0]}"`,
      work,
    );
    expect(stdout).toBe(`${code}\n${code}\n${code}\n`);
    expect(stderr).toBe('');
    expect(readFileSync(path.join(work, 'said'), 'utf8')).not.toMatch(/^ +at |EPIPE/m);
  });

  it(
    'of the progress neither ends the run nor spares it its gates',
    async () => {
      const work = caseFolder();
      const words = ['run', ...TWO, ...placesOf(work), '--threshold', "'p50<1ns'"].join(' ');
      const { stdout } = await inShell(
        `$pairbench ${words} 2>&1 >table | head -1; echo "\${PIPESTATUS[0]}"`,
        work.folder,
      );
      expect(stdout).toMatch(/^(note|runtime).*\n5\n$/);
      const { folder, result } = findRun(work.results, null);
      expect(existsSync(result)).toBe(true);
      expect(readFileSync(path.join(folder, 'report.md'), 'utf8')).toContain('✗ fail');
      expect(readFileSync(path.join(work.folder, 'table'), 'utf8')).toContain('2 planned, 2 valid');
    },
    LIMIT_MS,
  );

  it(
    'of the progress of an interrupted run leaves a closed journal and no child',
    async () => {
      const work = caseFolder();
      const args = [...LONG_RUN, ...placesOf(work)];
      const tool = execa(process.execPath, [BIN, ...args], {
        ...{ cwd: work.folder, reject: false, env: CASE_ENV },
      });
      await once(tool.stderr, 'data');
      tool.stderr.destroy();
      await until('it measures', () => work.entries().some(({ type }) => type === 'cell-started'));
      tool.kill('SIGINT');
      expect((await tool).exitCode).toBe(130);
      expect(work.entries().at(-1)).toMatchObject({ type: 'run-finished', status: 'interrupted' });
      const ours = (owner: string): boolean => owner.startsWith(`${tool.pid ?? 0}.`);
      expect(processesMarked(OWNER_VARIABLE, ours)).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('the progress of a run', () => {
  it(
    'in a CI log is a few plain lines a cell, and stdout is the document alone',
    async () => {
      const work = caseFolder();
      const args = ['run', ...TWO, '--json', ...placesOf(work)];
      const env = { ...CASE_ENV, CI: '1', TERM: 'xterm' };
      const outcome = await pairbench(args, work.folder, env);
      expect(resultOf(outcome).counts.valid).toBe(SERVERS);
      expect(outcome.stderr).not.toMatch(ESCAPES);
      const lines = outcome.stderr.split('\n').filter((line) => line.includes(' x '));
      expect(lines.length).toBeGreaterThanOrEqual(SERVERS);
      expect(lines.length).toBeLessThanOrEqual(6 * SERVERS);
    },
    LIMIT_MS,
  );

  it(
    'on a terminal draws nothing with NO_COLOR or on a dumb one',
    async () => {
      const work = caseFolder();
      const command = [process.execPath, BIN, 'run', ...TWO, ...placesOf(work)];
      const texts = [
        await onTerminal(command, work.folder, { ...CASE_ENV, NO_COLOR: '1' }),
        await onTerminal(command, work.folder, { ...CASE_ENV, TERM: 'dumb' }),
      ];
      for (const text of texts) {
        expect(text).toContain('2 planned, 2 valid');
        // A terminal itself turns each line end into two characters.
        expect(text.replaceAll('\r\n', '\n')).not.toMatch(ESCAPES);
      }
    },
    LIMIT_MS,
  );
});

test('a fault that quotes escape codes is told without them', async () => {
  const { exitCode, stderr } = await pairbench(['list', 'x\u001B[31m\r\u009By'], tempFolder());
  expect(exitCode).toBe(2);
  expect(stderr).toContain('x');
  expect(stderr).not.toMatch(ESCAPES);
});
