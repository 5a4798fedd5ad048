import { describe, expect, it, test } from '@jest/globals';
import { execa } from 'execa';
import { readTopology } from '../../src/host/topology.ts';
import { listRuns } from '../../src/journal/run-folder.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import { BIN, CASE_ENV, placesOf, TWO } from './case-command.ts';
import { caseFolder, LIMIT_MS } from './case-rig.ts';

const CPUS = readTopology().map(({ cpu }) => cpu);
const BEYOND = Math.max(...CPUS) + 1;

describe('more of the machine than there is', () => {
  test.each([
    ['--pin', `${CPUS[0]}:${BEYOND}`, /CPU \d+ of the client set is not available/],
    ['--pin', `${CPUS[0]}-${BEYOND + 3}:${CPUS[0]}`, /CPU .* of the server set is not available/],
    ['--pin', '0:1:2', /"0:1:2" is not auto, none or SERVER:CLIENT/],
    ['--pin', '3-0:1', /is not a CPU set/],
    ['--workers', '0', /--workers/],
    ['--workers', '1.5', /--workers/],
    ['--threads', '-1', /--threads/],
  ])('by %s %s is refused before anything is built', async (flag, value, said) => {
    const work = caseFolder();
    const args = ['run', ...TWO, flag, value, ...placesOf(work)];
    const { exitCode, stdout, stderr } = await pairbench(args, work.folder, CASE_ENV);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('build ');
    expect(listRuns(work.results)).toEqual([]);
  });

  it(
    'as workers is measured as it was asked for, which the result says',
    async () => {
      const work = caseFolder();
      const workers = String(CPUS.length + 6);
      const args = ['run', ...TWO, '--workers', workers, '--json', ...placesOf(work)];
      const result = resultOf(await pairbench(args, work.folder, CASE_ENV));
      expect(result.settings.workers).toBe(Number(workers));
      expect(result.notices.join('; ')).toMatch(
        new RegExp(`${workers} workers on (?:one core|\\d+ cores): they wait for each other`),
      );
    },
    LIMIT_MS,
  );
});

describe('the default plan', () => {
  const oneCpu = String(CPUS[0]);

  test.each([
    ['all CPUs of this machine', [], CPUS.length > 1],
    ['one CPU', ['taskset', '--cpu-list', oneCpu], false],
  ] as const)(
    'on %s begins, and its sides are apart or said to share',
    async (_, before, apart) => {
      const work = caseFolder();
      const [file, ...words] = [...before, process.execPath, BIN, 'run', ...TWO, '--json'];
      const args = [...words, ...placesOf(work)];
      const { exitCode, stdout, stderr } = await execa(file, args, {
        cwd: work.folder,
        env: CASE_ENV,
        reject: false,
      });
      const result = resultOf({ exitCode, stdout, stderr });
      expect(result.counts).toMatchObject({ planned: 2, valid: 2 });
      const { server, client } = result.environment.pinning;
      const shared = server?.filter((cpu) => client?.includes(cpu)) ?? ['all'];
      expect(shared.length === 0).toBe(apart);
      expect(result.notices.some((notice) => /share|not pinned/.test(notice))).toBe(!apart);
    },
  );
});
