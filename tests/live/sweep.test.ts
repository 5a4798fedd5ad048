/** A sweep of the reference services: its structure and its physics, never its speed. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { findRun } from '../../src/journal/run-folder.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { pairbench, resultOf } from './pairbench.ts';

const LIMIT_MS = 3 * 60_000;
const PAIR = ['sweep', 'reference', 'reference'];
const SHORT = ['-d', '250ms', '-w', '50ms', '--rounds', '2', '--seed', '1', '--pin', 'none'];

it(
  'over connections keeps Little’s law at each of them, and is resumed as what it was',
  async () => {
    const work = tempFolder();
    const { exitCode, stdout, stderr } = await pairbench(
      [...PAIR, '--connections', '1,4,16', ...SHORT],
      work,
    );
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const load of ['C=1', 'C=4', 'C=16'])
      expect(stdout).toMatch(new RegExp(`^(> |  )${load} `, 'm'));
    expect(stdout).toMatch(/[Kk]nee/);
    const run = findRun(path.join(work, 'results'), null);
    expect(readFileSync(path.join(run.folder, 'report.html'), 'utf8')).toContain('id="curve-1"');
    const lines = readFileSync(run.journal, 'utf8').split(/(?<=\n)/);
    const ends = lines.flatMap((line, at) =>
      line.includes('"type":"round-finished"') ? [at] : [],
    );
    expect(ends).toHaveLength(6);
    // Killed after two of the loads of its first round: these need not be measured again.
    writeFileSync(run.journal, lines.slice(0, (ends[1] ?? 0) + 1).join(''));
    const { curves } = resultOf(await pairbench(['--resume', '--json'], work));
    expect(curves).toHaveLength(1);
    const resumed = readJournal(run.journal).entries.find(({ type }) => type === 'run-resumed');
    expect(resumed).toMatchObject({ kept_rounds: [{ round: 1 }, { round: 1 }] });
    for (const { connections, in_flight, status, rounds_measured } of curves[0]?.points ?? []) {
      expect([status, rounds_measured]).toEqual(['valid', 2]);
      expect((in_flight ?? 0) / connections).toBeGreaterThan(0.9);
      expect((in_flight ?? 9) / connections).toBeLessThan(1.03);
    }
  },
  LIMIT_MS,
);

it(
  'over shares offers them of the maximum that it has measured first',
  async () => {
    const { stdout } = await pairbench(
      [...PAIR, '-c', '8', '--rate', '10%,40%', ...SHORT, '--json'],
      tempFolder(),
    );
    const { curves, cells } = resultOf({ exitCode: 0, stdout, stderr: '' });
    expect(cells).toEqual([]);
    const [curve] = curves;
    const most = curve?.maximum_rps ?? NaN;
    expect(curve?.points.map(({ load, connections }) => [load, connections])).toEqual([
      ['10%', 8],
      ['40%', 8],
    ]);
    for (const { share, rate_per_s } of curve?.points ?? [])
      expect((rate_per_s ?? NaN) / ((share ?? NaN) * most)).toBeCloseTo(1, 1);
  },
  LIMIT_MS,
);
