/** What is exported, where to, and what becomes of it in a pipe. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { formatLine } from '../../src/journal/line-format.ts';
import { EXPORTS } from '../../src/report/exports.ts';
import { CLIENTS, comparedJournal } from '../analyse/fixtures.ts';
import type { RunOptions } from '../analyse/fixtures.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const BIN = path.resolve('bin/pairbench.js');
const FORMS = ['html', 'markdown', 'csv', 'junit'] as const;

let work: string;

beforeEach(() => {
  work = tempFolder();
});

function addRun(name: string, options: RunOptions = {}): string {
  const lines = comparedJournal(options).map((entry, index) => formatLine(index + 1, entry));
  return writeInto(work, `results/${name}/journal.ndjson`, lines.join(''));
}

function report(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return pairbench(['report', ...args], work, env);
}

function written(name: string): string {
  return readFileSync(path.join(work, name), 'utf8');
}

describe('exports', () => {
  beforeEach(() => {
    addRun('2026-01-02T000000Z-aaaa', { clients: CLIENTS.slice(0, 2) });
  });

  test('are written several at once, beside the table, and the same on stdout', async () => {
    const files = FORMS.flatMap((form) => [`--export-${form}`, `out.${form}`]);
    const { exitCode, stdout, stderr } = await report([...files, '--json', 'out.json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Run /);
    for (const form of FORMS) {
      const alone = await report([`--export-${form}`, '-']);
      expect([alone.exitCode, alone.stderr]).toEqual([0, '']);
      expect(alone.stdout).toBe(written(`out.${form}`));
      expect(alone.stdout.length).toBeGreaterThan(100);
    }
  });

  test('are the same bytes each time, and leave the folder of the run as it was', async () => {
    const files = (name: string): string[] =>
      ['json', ...FORMS.map((form) => `export-${form}`)].map((one) => `--${one}=${name}.${one}`);
    await report([...files('first'), '-v']);
    await report(files('second'));
    for (const { option } of EXPORTS)
      expect(written(`first.${option}`)).toBe(written(`second.${option}`));
    const [terminal, again] = [await report([]), await report([])];
    expect(again.stdout).toBe(terminal.stdout);
    expect(readdirSync(path.join(work, 'results/2026-01-02T000000Z-aaaa'))).toEqual([
      'journal.ndjson',
    ]);
  });

  test('have variables, too', async () => {
    await report([], { PAIRBENCH_EXPORT_CSV: 'cells.csv' });
    expect(written('cells.csv')).toMatch(/^run_id,/);
  });

  test.each([
    [
      ['--json', '-', '--export-csv', '-'],
      '--export-csv and --json: only one of them can go to stdout',
      'give the other one a file',
    ],
    [
      ['--export-html', 'x', '--export-markdown', './x'],
      '--export-html and --export-markdown: both would go to ./x',
      'give each a file of its own',
    ],
    [['--export-junit='], '--export-junit needs a value', 'a file, or - for stdout'],
    [['--export-html', 'none/x.html'], '--export-html: none/x.html cannot be written: ', ''],
    [['--export-csv', '.'], '--export-csv: . cannot be written: it is a folder', ''],
  ])('%j is refused before anything runs', async (args, message, hint) => {
    for (const verb of ['report', 'run']) {
      const { exitCode, stdout, stderr } = await pairbench([verb, ...args], work);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`pairbench: ${message}`);
      expect(stderr).toContain(hint);
    }
    expect(readdirSync(work)).toEqual(['results']);
    expect(readdirSync(path.join(work, 'results'))).toEqual(['2026-01-02T000000Z-aaaa']);
  });

  testWithDisk('on a full disk are one sentence and exit code 1', async () => {
    const disk = mountDisk('size=4k');
    const { exitCode, stdout, stderr } = await report(['--export-csv', path.join(disk, 'a.csv')]);
    expect(stderr).toMatch(
      /^pairbench: --export-csv: \S+ cannot be written: ENOSPC.*\n {2}make room .*\n$/,
    );
    expect([exitCode, stdout]).toEqual([1, '']);
  });
});

describe('a run is found', () => {
  test('by the beginning of its name, and by its folder, on a machine without anything else', async () => {
    addRun('2026-01-02T000000Z-aaaa', { clients: CLIENTS.slice(0, 1) });
    addRun('2026-01-03T000000Z-bbbb');
    const bare = {
      PATH: '/nowhere',
      PAIRBENCH_SERVICES: '/nowhere',
      PAIRBENCH_CACHE_DIR: '/nowhere',
    };
    const one = await report(['2026-01-02'], bare);
    expect([one.exitCode, one.stderr]).toEqual([0, '']);
    expect(one.stdout).toContain('3 planned, 3 valid');
    const folder = path.join(work, 'results/2026-01-02T000000Z-aaaa');
    const other = await pairbench(['report', folder], tempFolder(), bare);
    expect(other.stdout).toBe(one.stdout);
    const several = await report(['2026-01']);
    expect(several.exitCode).toBe(2);
    expect(several.stderr).toContain('"2026-01" is the beginning of 2 runs');
  });
});

describe('in a pipe', () => {
  test.each(['--json', '--export-csv', '--export-junit'])(
    '%s of over 1 MB arrives whole at a slow reader',
    async (flag) => {
      const run_id = 'x'.repeat(1_200_000);
      const entries = comparedJournal().map((entry) =>
        entry.type === 'run-started' ? { ...entry, run_id } : entry,
      );
      const lines = entries.map((entry, index) => formatLine(index + 1, entry));
      writeInto(work, 'results/run/journal.ndjson', lines.join(''));
      const command = `"${process.execPath}" "${BIN}" report ${flag} -`;
      const script = `${command} > whole && ${command} | { sleep 0.5; cat; }`;
      const { stdout } = await execa('sh', ['-c', script], { cwd: work, stripFinalNewline: false });
      expect(stdout.length).toBeGreaterThan(1_200_000);
      expect(stdout).toBe(written('whole'));
    },
  );

  test.each(FORMS)('%s to a reader that leaves early is no fault', async (form) => {
    addRun('run');
    const script = `"${process.execPath}" "${BIN}" report --export-${form} - | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await execa('bash', ['-c', script], { cwd: work });
    expect(stdout).toMatch(/\n0$/);
    expect(stderr).toBe('');
  });
});
