/** A window that is long enough to tell a server that leaks from one that does not. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Growth } from '../../src/analyse/growth/schema.ts';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { addService } from '../docker/live-services.ts';
import type { Outcome } from './pairbench.ts';
import { resultOf } from './pairbench.ts';
import { workFolder } from './resume-rig.ts';

const LIMIT_MS = 10 * 60_000;
/** MiB of each order: 100 orders a second leak some 60 MB a minute. */
const LEAK = { STUB_HUNGRY: String(10 / 1024) };
/** It collects no garbage: a heap that is still finding its size would be growth indeed. */
const STEADY = 'reference';
const LOAD = ['-c', '2', '--rate', '100/s', '-w', '3s', '-d', '32s', '--rounds', '1'];

/** That of the checkout, where the real service is built already. */
const CACHE = path.resolve('.pairbench');
const work = workFolder({ cache: CACHE });

afterAll(() => {
  rmSync(path.join(CACHE, 'builds', 'server', 'stub-leaking'), { recursive: true, force: true });
});

beforeAll(() => {
  const inside = path.join('servers', STEADY);
  cpSync(path.join('services', inside), path.join(work.services, inside), { recursive: true });
  const leaking = addService(work.services, 'server', 'stub-server', 'stub-leaking', { env: LEAK });
  expect(path.basename(leaking)).toBe('stub-leaking');
});

describe('a window of 32 s', () => {
  let result: RunResult;
  let exported: Record<'html' | 'md' | 'csv', string>;

  beforeAll(async () => {
    const pairs = ['-s', `${STEADY},stub-leaking`, '-k', 'node-undici', '--no-ceilings'];
    const outcome: Outcome = await work.run(...pairs, ...LOAD, '--json');
    result = resultOf(outcome);
    // The folder goes with the first test.
    const { folder } = findRun(work.results, null);
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
    exported = { html: read('report.html'), md: read('report.md'), csv: read('cells.csv') };
  }, LIMIT_MS);

  const cellOf = (server: string): Cell => {
    const found = result.cells.find((cell) => cell.server === server);
    if (found === undefined) throw new Error(`there is no ${server}`);
    return found;
  };
  const memoryOf = (server: string): Growth => {
    const growth = cellOf(server).growth_per_min?.rss_bytes.server ?? null;
    if (growth === null) throw new Error(`the growth of ${server} is not known`);
    return growth;
  };

  it('tells the server that leaks, and by how much at least', () => {
    const leaking = memoryOf('stub-leaking');
    expect(leaking.verdict).toBe('grows');
    // What is kept: 100 orders/s of 10 KiB each.
    const kept = 100 * 60 * 10_240;
    expect(leaking.high).toBeGreaterThan(kept);
    expect(memoryOf(STEADY).high).toBeLessThan(leaking.low);
  });

  it('finds no growth in the server that keeps nothing, nor of files and sockets', () => {
    expect(memoryOf(STEADY).verdict).not.toBe('grows');
    for (const server of [STEADY, 'stub-leaking'])
      for (const resource of ['fds', 'sockets'] as const)
        for (const who of ['server', 'client', 'tool'] as const)
          expect(cellOf(server).growth_per_min?.[resource][who]?.verdict).toBe('stable');
  });

  it('says so in every form of the report', () => {
    const words = /stub-leaking:node-undici: memory of the server grows [\d.]+ MB a minute/;
    expect(exported.html).toMatch(words);
    expect(exported.md).toMatch(words);
    expect(exported.csv).toMatch(/grows [\d.]+ MB a minute/);
  });
});
