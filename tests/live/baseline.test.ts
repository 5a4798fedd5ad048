/** A run that is held against an earlier one, with real services. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { comparisonSchema } from '../../src/analyse/versus/comparison.ts';
import { findRun, listRuns } from '../../src/journal/run-folder.ts';
import { LIMIT_MS, ONE, workFolder } from './resume-rig.ts';
import type { Work } from './resume-rig.ts';

function comparisonOf(work: Work) {
  const { folder } = findRun(work.results, null);
  const text = readFileSync(path.join(folder, 'comparison.json'), 'utf8');
  return comparisonSchema.parse(JSON.parse(text));
}

describe('--baseline', () => {
  it(
    'compares at the end, on the terminal and in the folder of the run',
    async () => {
      const work = workFolder();
      expect((await work.run(...ONE)).exitCode).toBe(0);
      const [base = ''] = listRuns(work.results);
      const outcome = await work.run(...ONE, '--baseline', base, '--fail-if-slower', '95%');
      expect(outcome.stdout).toContain(`\nCompared with run ${base}\n`);
      expect(outcome.stdout).toContain('\nNot slower: 1 of 1 hold\n');
      expect(outcome.exitCode).toBe(0);
      const comparison = comparisonOf(work);
      expect(comparison.base.run_id).toBe(base);
      expect(comparison.runs[0]?.differences).toEqual([]);
      const again = await work.run(
        'compare',
        base,
        listRuns(work.results)[1] ?? '',
        '--json',
        '--fail-if-slower',
        '95%',
      );
      expect(comparisonSchema.parse(JSON.parse(again.stdout))).toEqual(comparison);
    },
    LIMIT_MS,
  );

  it(
    'ends with 5 when a pair of the base run is not measured any more',
    async () => {
      const work = workFolder();
      const both = ['-s', 'stub-server', '-k', 'node-undici,undici-again', ...ONE.slice(4)];
      expect((await work.run(...both)).exitCode).toBe(0);
      const [base = ''] = listRuns(work.results);
      const words = ['--baseline', base, '--fail-if-slower', '95%'];
      const outcome = await work.run(...ONE, ...words, '--json');
      expect(outcome.exitCode).toBe(5);
      expect(outcome.stderr).toContain(
        '✗ fail  stub-server:undici-again at most 95 % slower: missing: this run does not have this pair\n',
      );
      expect(comparisonOf(work).gates.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
    },
    LIMIT_MS,
  );

  it(
    'that was measured with other settings, or is not there, keeps the run from beginning',
    async () => {
      const work = workFolder();
      expect((await work.run(...ONE)).exitCode).toBe(0);
      const [base = ''] = listRuns(work.results);
      const other = await work.run(...ONE, '--payload-bytes', '1000', '--baseline', base);
      expect(other.exitCode).toBe(2);
      expect(other.stderr).toContain(
        `pairbench: --baseline: run ${base} was not measured alike: settings.payload_bytes: 200 then, 1000 now\n`,
      );
      expect((await work.run(...ONE, '--baseline', 'nobody')).stderr).toContain('no run "nobody"');
      const alone = await work.run(...ONE, '--fail-if-slower', '5%');
      expect(alone.stderr).toContain(
        'pairbench: --fail-if-slower needs a run to compare with\n  name it by --baseline RUN\n',
      );
      expect(listRuns(work.results)).toEqual([path.basename(base)]);
    },
    LIMIT_MS,
  );
});
