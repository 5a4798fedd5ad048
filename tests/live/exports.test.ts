/** A small real run: what it leaves in its folder, prints, and tells a CI job. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { findRun } from '../../src/journal/run-folder.ts';
import { EXPORTS } from '../../src/report/exports.ts';
import { unusedUrl } from '../../src/measure/conformance/scenarios/exits.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from './pairbench.ts';

const LIMIT_MS = 3 * 60_000;
const FIXTURES = path.resolve('tests/fixtures/services');
const LABEL = 'a label of | its own';

test(
  'a run that fails prints one export, tells the CI job, and leaves the same files as report makes of it',
  async () => {
    const work = tempFolder();
    const summary = writeInto(work, 'summary.md', 'before\n');
    const args = [
      ...['--services', FIXTURES, '--cache-dir', path.join(work, 'cache'), '--no-ceilings'],
      ...[
        '-s',
        'node-http',
        '-k',
        'node-undici',
        '--server-url',
        `mine=${await unusedUrl('127.0.0.1')}`,
      ],
      ...['-c', '2', '-n', '40', '-w', '50ms', '--rounds', '1'],
      ...['--json', '-', '--export-junit', 'junit.xml', '--label', LABEL],
    ];
    const outcome = await pairbench(args, work, {
      PAIRBENCH_TEST_MODULES: path.resolve('.'),
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(outcome.exitCode).toBe(3);
    expect(resultOf(outcome)).toMatchObject({ label: LABEL, counts: { planned: 2, valid: 1 } });
    expect(outcome.stderr).toMatch(/^::error title=mine x node-undici%3A failed::mine: /m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n\n# Run .*a label of \\\| its own/);

    const { folder } = findRun(path.join(work, 'results'), null);
    const again = EXPORTS.flatMap(({ option, file }) => [`--${option}`, file ?? 'again.xml']);
    expect((await pairbench(['report', folder, ...again], work)).exitCode).toBe(0);
    for (const { file } of EXPORTS) {
      const made = readFileSync(path.join(work, file ?? 'again.xml'), 'utf8');
      const [place, name] = file === null ? [work, 'junit.xml'] : [folder, file];
      expect(readFileSync(path.join(place, name), 'utf8')).toBe(made);
    }
    expect(readFileSync(path.join(folder, 'result.json'), 'utf8')).toBe(outcome.stdout);
  },
  LIMIT_MS,
);
