import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { formatLine } from '../../src/journal/line-format.ts';
import { CLIENTS, journal, service } from '../analyse/fixtures.ts';
import type { RunOptions } from '../analyse/fixtures.ts';
import { mountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { onTerminal } from '../helpers/terminal.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

const BIN = path.resolve('bin/pairbench.js');
const ESCAPE = '\u001B';

let work: string;

beforeEach(() => {
  work = tempFolder();
});

function addRun(name: string, options: RunOptions = {}, torn = ''): string {
  const lines = journal(options).map((entry, index) => formatLine(index + 1, entry));
  return writeInto(work, `results/${name}/journal.ndjson`, lines.join('') + torn);
}

function report(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return pairbench(['report', ...args], work, env);
}

describe('a report', () => {
  test('is made again from the journal alone, of the newest run', async () => {
    addRun('2026-01-01T000000Z-aaaa', { clients: CLIENTS.slice(0, 1) });
    addRun('2026-01-02T000000Z-aaaa');
    const { exitCode, stdout, stderr } = await report([]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('9 planned, 9 valid');
    const older = await report(['2026-01-01T000000Z-aaaa']);
    expect(older.stdout).toContain('3 planned, 3 valid');
  });

  test('fits 80 columns', async () => {
    addRun('run');
    for (const line of (await report([])).stdout.split('\n'))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  test('tells what was watched for each service, and with -v for each pair', async () => {
    addRun('run');
    const [short, long] = [await report([]), await report(['-v'])];
    expect(short.stdout).toContain('\nWatched during the windows\n');
    expect(short.stdout).not.toContain('\ngo-gin:cpp-cpr\n');
    expect(long.stdout).toContain('\ngo-gin:cpp-cpr\n  server ');
  });

  test('says when the end of the journal was left out', async () => {
    addRun('run', {}, '{"seq":99');
    const { exitCode, stdout, stderr } = await report([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('9 planned, 9 valid');
    expect(stderr).toMatch(
      /^note: the last 9 bytes of .*journal\.ndjson are half a line and are left out\n$/,
    );
  });

  test('as JSON is the same on stdout and in a file', async () => {
    addRun('run');
    const onStdout = await report(['--json']);
    expect(resultOf(onStdout).counts).toMatchObject({ planned: 9, valid: 9 });
    const intoFile = await report(['--json', 'result.json']);
    expect(readFileSync(path.join(work, 'result.json'), 'utf8')).toBe(onStdout.stdout);
    expect(intoFile.stdout).toContain('9 planned, 9 valid');
    expect((await report(['--json', '-'])).stdout).toBe(onStdout.stdout);
  });

  test('of more than a pipe holds arrives whole at a slow reader', async () => {
    const clients = Array.from({ length: 100 }, (_, index) =>
      service('client', `client-${index}`, 'Client', 'rust', 'reqwest'),
    );
    addRun('run', { clients, settings: { rounds: 1 } });
    const script = `"${process.execPath}" "${BIN}" report --json | { sleep 0.5; cat; }`;
    const { stdout } = await execa('sh', ['-c', script], { cwd: work, stripFinalNewline: false });
    expect(stdout.length).toBeGreaterThan(300_000);
    expect(resultOf({ exitCode: 0, stdout, stderr: '' }).cells).toHaveLength(300);
  });

  test('to a reader that leaves early is no fault', async () => {
    addRun('run');
    const script = `"${process.execPath}" "${BIN}" report | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await execa('bash', ['-c', script], { cwd: work });
    expect(stdout).toMatch(/^Run .*\n0$/);
    expect(stderr).toBe('');
  });
});

describe('colours', () => {
  function onOwnTerminal(args: string[], env: Record<string, string> = {}): Promise<string> {
    return onTerminal([process.execPath, BIN, 'report', ...args], work, env);
  }

  beforeEach(() => {
    addRun('run');
  });

  test('are used on a terminal', async () => {
    expect(await onOwnTerminal([])).toContain(ESCAPE);
  });

  test.each<[string, string[], Record<string, string>]>([
    ['with NO_COLOR', [], { NO_COLOR: '1' }],
    ['on a dumb terminal', [], { TERM: 'dumb' }],
    ['with --no-color', ['--no-color'], {}],
    ['by the variable', [], { PAIRBENCH_COLOR: 'false' }],
  ])('are not used %s', async (_, args, env) => {
    const text = await onOwnTerminal(args, env);
    expect(text).toContain('9 planned');
    expect(text).not.toContain(ESCAPE);
  });

  test('are used elsewhere only when asked for', async () => {
    expect((await report([])).stdout).not.toContain(ESCAPE);
    expect((await report(['--color'])).stdout).toContain(ESCAPE);
  });
});

testWithDisk('a report as JSON on a full disk is one sentence and exit code 1', async () => {
  addRun('run');
  const disk = mountDisk('size=4k');
  const { exitCode, stdout, stderr } = await report(['--json', path.join(disk, 'run.json')]);
  expect(stderr).toMatch(
    /^pairbench: --json: \S+run\.json cannot be written: ENOSPC.*\n {2}make room and start again; .*\n$/,
  );
  expect([exitCode, stdout]).toEqual([1, '']);
});
