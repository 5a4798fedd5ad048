import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { comparisonSchema } from '../../src/analyse/versus/comparison.ts';
import type { RunsComparison } from '../../src/analyse/versus/comparison.ts';
import { formatLine } from '../../src/journal/line-format.ts';
import { type Differing, journalWith, only } from '../analyse/versus/versus-fixture.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';
import type { Outcome } from '../live/pairbench.ts';

let work: string;

beforeEach(() => {
  work = tempFolder();
});

function addRun(id: string, differing: Differing = {}): void {
  const lines = journalWith({ id, ...differing }).map((entry, index) =>
    formatLine(index + 1, entry),
  );
  writeInto(work, `results/${id}/journal.ndjson`, lines.join(''));
}

function compare(...args: readonly string[]): Promise<Outcome> {
  return pairbench(['compare', ...args], work);
}

function comparisonOf({ stdout }: Outcome): RunsComparison {
  return comparisonSchema.parse(JSON.parse(stdout));
}

/** Nothing that is no number, and nothing wider than a terminal. */
function expectSound({ stdout }: Outcome): void {
  expect(stdout).not.toMatch(/NaN|Infinity|undefined|null/);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
}

describe('compare', () => {
  test('tells on the terminal what has changed, and ends with 0', async () => {
    addRun('base');
    addRun('run', { factor: only('go-gin', 'cpp-cpr', 0.7) });
    const outcome = await compare('base', 'run');
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, '']);
    expectSound(outcome);
    expect(outcome.stdout).toMatch(
      /^Compared with run base\n\nRun run: 1 slower, 8 tied\nThe machine is as fast/,
    );
    expect(outcome.stdout).toMatch(
      /\n↓ slower go-gin:cpp-cpr +46\.8k +32\.7k +0\.700 \(0\.\d+-0\.\d+\)\n/,
    );
    expect(outcome.stdout).toMatch(/\n= tied +go-gin:rust-reqwest /);
  });

  test('with several runs, found by the beginnings of their names and by folder', async () => {
    for (const id of ['2026-a', '2027-b', '2028-c']) addRun(id);
    const outcome = await compare('2026', '2027', 'results/2028-c', '--json');
    expect(outcome.exitCode).toBe(0);
    const { base, runs } = comparisonOf(outcome);
    expect([base.run_id, ...runs.map(({ run }) => run.run_id)]).toEqual([
      '2026-a',
      '2027-b',
      '2028-c',
    ]);
  });

  test('as JSON is the same on stdout and in a file', async () => {
    addRun('base');
    addRun('run');
    const onStdout = await compare('base', 'run', '--json');
    const intoFile = await compare('base', 'run', '--json', 'out.json');
    expect(readFileSync(path.join(work, 'out.json'), 'utf8')).toBe(onStdout.stdout);
    expect(intoFile.stdout).toContain('Compared with run base');
  });

  test('needs two runs that are not the same one', async () => {
    addRun('base');
    const { exitCode, stderr } = await compare('base', 'results/base');
    expect([exitCode, stderr]).toEqual([
      2,
      'pairbench: compare: run base is named twice\n  name another run\n',
    ]);
    expect((await compare('base', 'nobody')).stderr).toContain('no run "nobody"');
  });
});

describe('--fail-if-slower', () => {
  test('ends with 5, and says why for each pair', async () => {
    addRun('base');
    addRun('run', { factor: only('go-gin', 'cpp-cpr', 0.7) });
    const outcome = await compare('base', 'run', '--fail-if-slower', '5%');
    expect(outcome.exitCode).toBe(5);
    expectSound(outcome);
    expect(outcome.stdout).toContain(
      '\nNot slower: 8 of 9 hold\n✗ fail go-gin:cpp-cpr at most 5 % slower: 0.70',
    );
    const json = await compare('base', 'run', '--fail-if-slower', '5%', '--json');
    expect(json.exitCode).toBe(5);
    expect(comparisonOf(json).gates.map(({ verdict }) => verdict)).toEqual([
      'fail',
      ...Array<string>(8).fill('pass'),
    ]);
    expect(json.stderr).toMatch(/^✗ fail {2}go-gin:cpp-cpr at most 5 % slower: .*\n$/);
    expect((await compare('base', 'run', '--fail-if-slower', '50%')).exitCode).toBe(0);
  });

  test('ends with 5 for a missing pair and for errors where there were none', async () => {
    addRun('A');
    addRun('B', {
      has: ({ server, client }) => server !== 'go-gin' || client !== 'cpp-cpr',
      change: ({ server, client, pass, round, window }) => {
        if (
          server === 'rust-actix' &&
          client === 'python-aiohttp' &&
          pass === 'throughput' &&
          round === 1
        )
          window.client_run.result.errors = { ...window.client_run.result.errors, reset: 40 };
      },
    });
    const outcome = await compare('A', 'B', '--fail-if-slower', '5%');
    expect(outcome.exitCode).toBe(5);
    expectSound(outcome);
    const words = outcome.stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain(
      '✗ fail go-gin:cpp-cpr at most 5 % slower: missing: this run does not have this pair',
    );
    expect(words).toContain(
      '✗ fail rust-actix:python-aiohttp at most 5 % slower: more errors: 0 failed requests then, 40 now',
    );
    const swapped = await compare('B', 'A', '--fail-if-slower', '5%');
    expect(swapped.exitCode).toBe(0);
    expectSound(swapped);
    expect(swapped.stdout).toContain(
      '+ new go-gin:cpp-cpr: the base run does not have this pair\n',
    );
  });

  test.each(['5', '0%', 'much'])('of %s is refused', async (limit) => {
    const { exitCode, stderr } = await compare('a', 'b', '--fail-if-slower', limit);
    expect([exitCode, stderr]).toEqual([
      2,
      `pairbench: --fail-if-slower: "${limit}" is not a percentage such as 2%\n`,
    ]);
  });
});

describe('runs that were not measured alike', () => {
  beforeEach(() => {
    addRun('base');
    addRun('run', { settings: { payload_bytes: 1000 } });
  });

  test('are not compared, which is no success', async () => {
    const outcome = await compare('base', 'run');
    expect(outcome.exitCode).toBe(2);
    expectSound(outcome);
    expect(outcome.stdout).toContain('Run run: 9 not comparable\n! Not compared (--force would)');
    expect(outcome.stdout).toContain('\n  settings.payload_bytes: 200 then, 1000 now\n');
    expect((await compare('base', 'run', '--fail-if-slower', '5%')).exitCode).toBe(5);
  });

  test('are compared with --force, which is said', async () => {
    const outcome = await compare('base', 'run', '--force', '--fail-if-slower', '5%');
    expect(outcome.exitCode).toBe(0);
    expectSound(outcome);
    expect(outcome.stdout).toContain('Run run: 9 tied\n! Compared all the same (--force)');
    expect(outcome.stdout).toContain('\n  settings.payload_bytes: 200 then, 1000 now\n');
  });
});
