import { beforeEach, describe, expect, test } from '@jest/globals';
import { formatLine } from '../../src/journal/line-format.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { comparedJournal, journal } from '../analyse/fixtures.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

let work: string;

beforeEach(() => {
  work = tempFolder();
});

function addRun(entries: readonly JournalEntry[] = journal(), name = 'run'): void {
  const lines = entries.map((entry, index) => formatLine(index + 1, entry));
  writeInto(work, `results/${name}/journal.ndjson`, lines.join(''));
}

function tool(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return pairbench(args, work, env);
}

describe('a wrong threshold ends everything before anything runs', () => {
  test('with its place below it', async () => {
    const { exitCode, stdout, stderr } = await tool(['--threshold', 'go-*:* p99<5parsecs']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'pairbench: --threshold, character 12: "5parsecs" is not a time with its unit, such as 500us, 5ms or 1s\n' +
        '    go-*:* p99<5parsecs\n' +
        '               ^\n',
    );
  });

  test.each([
    [{ PAIRBENCH_THRESHOLD: 'p98<5ms' }, '', 'PAIRBENCH_THRESHOLD, character 1: "p98"'],
    [
      {},
      'threshold: [errors==0, p99>]',
      'pairbench.yaml: threshold, character 5: a value is missing',
    ],
  ])('wherever it was given: %j %j', async (env, file, message) => {
    if (file !== '') writeInto(work, 'pairbench.yaml', file);
    const { exitCode, stderr } = await tool(['--dry-run'], env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`pairbench: ${message}`);
  });

  test('so does one that no planned pair matches', async () => {
    const args = ['-s', 'go-gin', '-k', 'rust-reqwest', '--dry-run'];
    const { exitCode, stdout, stderr } = await tool([...args, '--threshold', 'python-*:* p99<5ms']);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'pairbench: --threshold: "python-*:* p99<5ms": no pair of this run matches python-*:*\n' +
        '  there are: go-gin:rust-reqwest\n',
    );
    expect((await tool([...args, '--threshold', 'go-*:* p99<5ms'])).exitCode).toBe(0);
  });

  test('and so for a report', async () => {
    addRun();
    const wrong = await tool(['report', '--threshold', 'p99<']);
    const unmatched = await tool(['report', '--threshold', 'x:* p99<1s']);
    expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
    expect([unmatched.exitCode, unmatched.stdout]).toEqual([2, '']);
  });
});

describe('thresholds of a report', () => {
  test('that hold leave the exit code 0, and are counted', async () => {
    addRun();
    const { exitCode, stdout } = await tool(['report', '--threshold', 'errors==0,throughput>1']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      '\nThresholds: 18 of 18 hold\n✓ pass go-gin:cpp-cpr errors==0: number',
    );
  });

  test('that fail make it 5, with the same verdicts on the terminal and in JSON', async () => {
    addRun(comparedJournal());
    const args = ['report', '--threshold', 'go-*:* p99<1us', '--threshold', 'errors==0'];
    const [text, json] = [await tool(args), await tool([...args, '--json'])];
    expect([text.exitCode, json.exitCode]).toEqual([5, 5]);
    const { thresholds } = resultOf(json);
    expect(thresholds.map(({ verdict }) => verdict)).toEqual([
      ...Array<string>(3).fill('fail'),
      ...Array<string>(9).fill('pass'),
    ]);
    expect(text.stdout).toContain(
      'Thresholds: 9 of 12 hold\n✗ fail go-gin:cpp-cpr p99<1us: P99 at 4000',
    );
    const words = text.stdout.replaceAll(/\s+/g, ' ');
    for (const { name, sentence } of thresholds.slice(0, 10))
      expect(words).toContain(`${name}: ${sentence}`);
    expect(json.stderr.match(/^✗ fail {2}go-gin:/gm)).toHaveLength(3);
    for (const line of text.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('without data fail', async () => {
    addRun(
      journal().filter((entry) => entry.type !== 'cell-measured' || entry.client !== 'cpp-cpr'),
    );
    const { exitCode, stdout } = await tool(['report', '--threshold', '*:cpp-cpr p99<200ms']);
    expect(exitCode).toBe(5);
    expect(stdout).toContain('Thresholds: 0 of 3 hold\n? no data go-gin:cpp-cpr p99<200ms: P99');
  });

  test('of the run itself are shown again, without an exit code', async () => {
    const [started, ...rest] = journal();
    if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
    addRun([{ ...started, thresholds: ['p99<1us'] }, ...rest]);
    const own = await tool(['report', '--json']);
    expect(own.exitCode).toBe(0);
    expect(resultOf(own).thresholds.map(({ verdict }) => verdict)).toEqual(Array(9).fill('fail'));
    const others = await tool(['report', '--json', '--threshold', 'go-gin:* p99<1s']);
    expect(others.exitCode).toBe(0);
    expect(resultOf(others).thresholds).toHaveLength(3);
  });
});
