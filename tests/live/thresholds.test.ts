/** Thresholds of whole runs: what they say, what they cost in the exit code, and which one outweighs. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runResultSchema } from '../../src/analyse/result.ts';
import { findRun, listRuns } from '../../src/journal/run-folder.ts';
import { resultOf } from './pairbench.ts';
import { LIMIT_MS, ONE, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

function changeManifest(work: Work, service: string, part: RegExp, text: string): void {
  const file = path.join(work.services, service, 'service.yaml');
  const before = readFileSync(file, 'utf8');
  const after = before.replace(part, text);
  if (after === before) throw new Error(`nothing to change in ${file}`);
  writeFileSync(file, after);
}

describe('the thresholds of a run', () => {
  it(
    'end with 0 when all hold, and are in its result.json and journal',
    async () => {
      const work = workFolder();
      const outcome = await work.run(...ONE, '--json', '--threshold', 'errors==0,throughput>1');
      expect(outcome.exitCode).toBe(0);
      const { thresholds } = resultOf(outcome);
      expect(thresholds.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
      const { result } = findRun(work.results, null);
      const stored = runResultSchema.parse(JSON.parse(readFileSync(result, 'utf8')));
      expect(stored.thresholds).toEqual(thresholds);
      expect((await work.run('report', '--json')).stdout).toBe(outcome.stdout);
    },
    LIMIT_MS,
  );

  it(
    'end with 5 when one fails, or has too few requests for its percentile',
    async () => {
      const work = workFolder();
      const outcome = await work.run(...ONE, '--threshold', 'throughput<1, p99<200ms, p50<10s');
      expect(outcome.exitCode).toBe(5);
      expect(outcome.stdout).toContain('Thresholds: 1 of 3 hold\n');
      expect(outcome.stdout).toContain(
        '✗ fail stub-server:node-undici throughput<1: throughput is',
      );
      expect(outcome.stdout.replaceAll(/\s+/g, ' ')).toContain(
        '? no data stub-server:node-undici p99<200ms: P99 in the closed loop (there was no pass at one equal rate) is not known',
      );
    },
    LIMIT_MS,
  );

  it(
    'have no data in a cell that failed, which outweighs them',
    async () => {
      const work = workFolder();
      changeManifest(
        work,
        'servers/stub-server',
        /start:\n/,
        "start:\n  env: { STUB_STATUS: '503', STUB_AFTER: '500' }\n",
      );
      const pair = ['-s', 'stub-server', '-k', 'node-undici', '--rounds', '1'];
      const failed = await work.run(
        ...pair,
        '-c',
        '2',
        '-n',
        '2k',
        '--json',
        '--threshold',
        'p99<200ms',
      );
      const { thresholds, cells } = resultOf(failed);
      expect(cells[0]?.status).not.toBe('valid');
      expect(thresholds[0]).toMatchObject({ verdict: 'no-data', value: null });
      expect(failed.stderr).toContain('? no data  stub-server:node-undici p99<200ms: ');
      expect(failed.exitCode).toBe(4);
    },
    LIMIT_MS,
  );

  it(
    'that are wrong keep it from beginning',
    async () => {
      const work = workFolder();
      const { exitCode, stdout } = await work.run(...ONE, '--threshold', 'p99<5parsecs');
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(listRuns(work.results)).toEqual([]);
    },
    LIMIT_MS,
  );
});
