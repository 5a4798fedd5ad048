/** Results on a disk that is full, or that cannot be written: one sentence, and nothing is lost. */
import { readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect } from '@jest/globals';
import { mountDisk, remountDisk, testWithDisk } from '../helpers/small-disk.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { runResultSchema } from '../../src/analyse/result.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { childrenOf, expectKept, expectWhole, LIMIT_MS, ONE, workFolder } from './resume-rig.ts';
import type { Outcome } from './pairbench.ts';
import type { Work } from './resume-rig.ts';

const FILLER = 'filler';

beforeAll(async () => {
  expect((await workFolder().run(...ONE)).exitCode).toBe(0);
}, LIMIT_MS);

/** Fills the disk up to so many blocks, each as small as a file can be. */
function leaveBlocks(disk: string, blocks: number): void {
  rmSync(path.join(disk, FILLER), { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeInto(disk, FILLER, Buffer.alloc(Math.max(0, bavail - blocks) * bsize));
}

function makeRoom(disk: string): void {
  rmSync(path.join(disk, FILLER));
}

/** The run ended with one sentence on the disk and one on what to do; its journal is whole. */
function expectFull({ exitCode, stdout, stderr }: Outcome, work: Work): void {
  const last = stderr.slice(stderr.lastIndexOf('pairbench: '));
  expect(last).toMatch(/^pairbench: .*(ENOSPC|the disk is full).*\n {2}.*make room.*\n$/);
  expect(stderr).not.toMatch(/^ {4}at |a fault of the tool/m);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(readJournal(work.journal()).torn).toHaveLength(0);
  expect(readdirSync(path.dirname(work.journal()))).not.toContain('result.json.new');
}

/**
 * Blocks that are free, from so many on, until the run comes to its end; gives the names of the files that had no
 * room. `before` each attempt: what an earlier one has left may be taken away.
 */
async function resumeWithMoreAndMore(
  work: Work,
  { from, step, before }: { from: number; step: number; before: () => void },
): Promise<ReadonlySet<string>> {
  const places = new Set<string>();
  for (let blocks = from; blocks < from + 100; blocks += step) {
    before();
    leaveBlocks(work.results, blocks);
    const outcome = await work.run('--resume');
    if (outcome.exitCode === 0) return places;
    expectFull(outcome, work);
    const [, place = ''] =
      /^pairbench: (?:--output: )?(\S+?):? (?:cannot|the)/m.exec(outcome.stderr) ?? [];
    places.add(path.basename(place));
  }
  throw new Error('it did not go on, with a hundred blocks free');
}

function expectResult(work: Work): void {
  const { result } = findRun(work.results, null);
  const { status, counts } = runResultSchema.parse(JSON.parse(readFileSync(result, 'utf8')));
  expect({ status, counts }).toMatchObject({ status: 'complete', counts: { valid: 1 } });
}

describe('a full disk', () => {
  testWithDisk(
    'ends the run, whose finished rounds are kept; with room made it goes on',
    async () => {
      const work = workFolder({ results: mountDisk('size=8m') });
      const tool = work.start(...ONE);
      await until('round 2 is measured', () => {
        const last = work.entries().at(-1);
        return last?.type === 'cell-started' && last.round === 2;
      });
      leaveBlocks(work.results, 0);
      expectFull(await tool.ended, work);
      expect(childrenOf(tool)).toEqual([]);
      const kept = readFileSync(work.journal());
      expectFull(await work.run('--resume'), work);
      makeRoom(work.results);
      const { exitCode, stderr } = await work.run('--resume');
      expect(stderr).toMatch(/^resume {3}rounds kept: 1/m);
      expect(exitCode).toBe(0);
      expectKept(kept, work.journal());
      expectWhole(work.entries(), 1);
      expectResult(work);
    },
    LIMIT_MS,
  );

  testWithDisk(
    'never counts as a failure of a service, wherever the room ends',
    async () => {
      const work = workFolder({ results: mountDisk('size=8m') });
      const tool = work.start(...ONE);
      await until('it measures', () => work.entries().at(-1)?.type === 'cell-started');
      tool.kill('SIGKILL');
      await tool.ended;
      const places = await resumeWithMoreAndMore(work, {
        from: 0,
        step: 5,
        before: () => undefined,
      });
      expect(places.size).toBeGreaterThan(1);
      expectWhole(work.entries(), 1);
      expectResult(work);
    },
    LIMIT_MS,
  );

  testWithDisk(
    'may leave a run without its result, which --resume writes once there is room',
    async () => {
      const work = workFolder({ results: mountDisk('size=8m') });
      expect((await work.run(...ONE)).exitCode).toBe(0);
      const { folder } = findRun(work.results, null);
      const { bsize } = statfsSync(folder);
      const files = ['report.html', 'report.md', 'cells.csv', 'result.json'];
      const blocksOf = (file: string): number =>
        Math.ceil(statSync(path.join(folder, file)).size / bsize);
      const others = files.slice(0, -1).reduce((sum, file) => sum + blocksOf(file), 0);
      // A file that is written anew needs room for both, and frees that of the old one.
      const before = (): void => {
        for (const file of files) rmSync(path.join(folder, file), { force: true });
      };
      const places = await resumeWithMoreAndMore(work, { from: others, step: 1, before });
      expect([...places]).toContain('result.json');
      expect(readdirSync(folder)).toEqual(expect.arrayContaining(files));
      expectWhole(work.entries(), 1);
      expectResult(work);
    },
    LIMIT_MS,
  );
});

describe('a results folder that is read-only', () => {
  testWithDisk(
    'is wrong input, for a new run and for one that goes on; nothing is changed',
    async () => {
      const work = workFolder({ results: mountDisk('size=8m') });
      const tool = work.start(...ONE);
      await until('round 1 is finished', () =>
        work.entries().some(({ type }) => type === 'round-finished'),
      );
      tool.kill('SIGINT');
      await tool.ended;
      const journal = readFileSync(work.journal());
      remountDisk(work.results, 'ro');
      for (const args of [ONE, ['--resume']]) {
        const { exitCode, stdout, stderr } = await work.run(...args);
        expect(stderr).toMatch(
          /^pairbench: --output: \S+ cannot be written: EROFS: .*\n {2}choose a folder .*\n$/m,
        );
        expect([exitCode, stdout]).toEqual([2, '']);
      }
      expect((await work.run('report')).exitCode).toBe(0);
      expect(readFileSync(work.journal())).toEqual(journal);
      remountDisk(work.results, 'rw');
      expect((await work.run('--resume')).exitCode).toBe(0);
      expectWhole(work.entries(), 1);
    },
    LIMIT_MS,
  );
});
