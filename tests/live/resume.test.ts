/** `--resume` after the tool, a server or a client was killed at moments that a seed chooses. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { runResultSchema } from '../../src/analyse/result.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { lockFileOf } from '../../src/journal/run-lock.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import type { Outcome } from './pairbench.ts';
import {
  childrenOf,
  expectKept,
  expectWhole,
  FOUR,
  LIMIT_MS,
  ONE,
  workFolder,
} from './resume-rig.ts';
import type { Side, Tool, Work } from './resume-rig.ts';

const CELLS = 4;
const SEED = 20261125;

beforeAll(async () => {
  // Builds and verifies, so that the tests are about measuring.
  expect((await workFolder().run(...FOUR)).exitCode).toBe(0);
}, LIMIT_MS);

/** How often something of this kind stands in the journal. */
function countOf(work: Work, type: JournalEntry['type']): number {
  return work.entries().filter((entry) => entry.type === type).length;
}

function expectValid({ exitCode, stderr }: Outcome, work: Work): void {
  expect(stderr).not.toContain('FAILED');
  expect(exitCode).toBe(0);
  const { result } = findRun(work.results, null);
  const { status, counts } = runResultSchema.parse(JSON.parse(readFileSync(result, 'utf8')));
  expect({ status, counts }).toMatchObject({
    status: 'complete',
    counts: { planned: CELLS, valid: CELLS },
  });
  expectWhole(work.entries(), CELLS);
}

/** Nothing that a run of the test has started is there any more, nor its lock. */
async function expectNothingLeft(work: Work, tools: readonly Tool[]): Promise<void> {
  await until(
    'all children are gone',
    () => tools.flatMap((tool) => childrenOf(tool)).length === 0,
  );
  expect(existsSync(lockFileOf(work.results))).toBe(false);
}

/** Resolves at the moment, or when the tool has ended before. */
async function momentOf(tool: Tool, wait_ms: number): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  await Promise.race([delay(wait_ms, null, { signal }).catch(() => null), tool.ended]);
  controller.abort();
}

/** Kills what lives of this side `times` times; fewer when the run is over before. */
async function killSome(tool: Tool, side: Side, times: number, next: (max: number) => number) {
  for (let kills = 0; kills < times && !tool.hasEnded();) {
    await momentOf(tool, next(700));
    const pids = childrenOf(tool, side);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    if (pids.length > 0) kills += 1;
  }
}

describe('kill -9 of the tool', () => {
  it(
    'at any moments, again and again, loses no finished round',
    async () => {
      const random = xoroshiro128plus(SEED);
      const work = workFolder();
      const tools: Tool[] = [];
      for (let kills = 0; kills < 5; kills += 1) {
        const tool = work.start(...(kills === 0 ? FOUR : ['--resume']));
        tools.push(tool);
        const before = countOf(work, 'cell-started');
        // Every other one is killed while it measures, the rest wherever it is.
        if (kills % 2 === 0)
          await until(
            'it measures',
            () => countOf(work, 'cell-started') > before || tool.hasEnded(),
          );
        await momentOf(tool, uniformInt(random, 0, 1500));
        if (tool.hasEnded()) break;
        tool.kill('SIGKILL');
        await tool.ended;
      }
      const kept = readFileSync(work.journal());
      const last = work.start('--resume');
      expectValid(await last.ended, work);
      expectKept(kept, work.journal());
      await expectNothingLeft(work, [...tools, last]);
    },
    LIMIT_MS,
  );

  it(
    'between the last window of a round and its end has that round measured again',
    async () => {
      const work = workFolder();
      const manifest = path.join(work.services, 'servers', 'stub-server', 'service.yaml');
      const stubborn = readFileSync(manifest, 'utf8').replace(
        "command: [node, '{out}/main.mjs'] #",
        "command: [node, '{out}/main.mjs', --ignore-term] #",
      );
      writeInto('/', manifest, stubborn);
      const tool = work.start(...ONE);
      await until('round 2 is measured', () =>
        work.entries().some((one) => one.type === 'cell-measured' && one.round === 2),
      );
      tool.kill('SIGKILL');
      await tool.ended;
      expect(countOf(work, 'round-finished')).toBe(1);
      const { exitCode, stderr } = await work.run('--resume');
      expect(stderr).toContain('resume   rounds kept: 1\n');
      expect(exitCode).toBe(0);
      const entries = work.entries();
      const resumed = entries.findIndex(({ type }) => type === 'run-resumed');
      const roundsOf = (
        type: 'cell-measured' | 'cell-repeated',
        some: typeof entries,
      ): number[] => [...new Set(some.flatMap((one) => (one.type === type ? [one.round] : [])))];
      const [before, after] = [entries.slice(0, resumed), entries.slice(resumed)];
      // A kept window may turn out to be disturbed, and then is measured again by itself.
      const again = roundsOf('cell-repeated', after).filter((round) => round === 1);
      expect(roundsOf('cell-measured', before)).toEqual([1, 2]);
      expect(roundsOf('cell-measured', after).sort()).toEqual([...again, 2, 3]);
    },
    LIMIT_MS,
  );
});

describe.each(['server', 'client'] as const)('kill -9 of a %s', (side) => {
  it(
    'at any moments costs its round, which --resume measures again',
    async () => {
      const random = xoroshiro128plus(SEED + side.length);
      const work = workFolder();
      const tool = work.start(...FOUR);
      await until('it measures', () => countOf(work, 'measuring-started') === 1);
      await killSome(tool, side, 3, (max) => uniformInt(random, 0, max));
      const first = await tool.ended;
      expect([0, 3, 4]).toContain(first.exitCode);
      if (first.exitCode !== 0) expectValid(await work.run('--resume'), work);
      expectWhole(work.entries(), CELLS);
      await expectNothingLeft(work, [tool]);
    },
    LIMIT_MS,
  );

  it(
    'while a pair is measured fails its cells alone, and keeps the other rounds',
    async () => {
      const work = workFolder();
      const tool = work.start(...FOUR);
      const alive = (): number[] => childrenOf(tool, side);
      await until('round 2 is measured', () => {
        const last = work.entries().at(-1);
        return last?.type === 'cell-started' && last.round === 2 && alive().length > 0;
      });
      for (const pid of alive()) process.kill(pid, 'SIGKILL');
      const { exitCode, stdout } = await tool.ended;
      expect(exitCode).toBe(4);
      expect(stdout).toContain('SIGKILL');
      const resumed = await work.run('--resume');
      expect(resumed.stderr).toContain('resume   rounds kept: 1, 3\n');
      expectValid(resumed, work);
    },
    LIMIT_MS,
  );
});

it(
  'a server that is killed while it is verified is verified again by --resume, and measured',
  async () => {
    // Without verdicts, and one that no other test fills meanwhile.
    const work = workFolder({ cache: path.join(workFolder().folder, 'cache') });
    const tool = work.start(...ONE);
    await until('the server is verified', () => {
      const last = work.entries().at(-1);
      return (
        last?.type === 'verify-started' &&
        last.service === 'stub-server' &&
        childrenOf(tool, 'server').length > 0
      );
    });
    for (const pid of childrenOf(tool, 'server')) process.kill(pid, 'SIGKILL');
    const { exitCode, stdout } = await tool.ended;
    expect(stdout).toContain('stub-server breaks the contract');
    // It may have listened already.
    expect([3, 4]).toContain(exitCode);
    const resumed = await work.run('--resume');
    expect(resumed.stderr).toContain('resume   no round is kept');
    expect(resumed.exitCode).toBe(0);
    expectWhole(work.entries(), 1);
  },
  LIMIT_MS,
);
