/** `--tune` as a user meets it, in a network namespace of its own: the machine itself is never tuned. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from '@jest/globals';
import { testInNamespace } from '../helpers/network-namespace.ts';
import { writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { resultOf } from './pairbench.ts';
import {
  LIMIT_MS,
  PAIR,
  LENGTHS,
  LIGHT,
  SHORT,
  BACKLOG,
  PORTS,
  ORIGINAL,
  TUNED,
  BUILDING,
  MEASURING,
  RESTORED,
  values,
  savedFiles,
  journalled,
  lastJournalled,
  inside,
  work,
  start,
  tunedRun,
} from './tuning-rig.ts';

describe('--tune', () => {
  testInNamespace(
    'holds for the run, is told in result and journal, and is undone at the end',
    async () => {
      const { exitCode, stdout, stderr } = await start([...SHORT, '--tune', '--json']).tool;
      expect(exitCode).toBe(0);
      const { environment, notices, counts } = resultOf({ exitCode, stdout, stderr });
      expect(counts.valid).toBe(1);
      expect(environment.host.sysctl).toMatchObject(TUNED);
      expect(environment.changed_during_run).toEqual([]);
      expect(notices).toContain(
        `kernel settings were tuned for this run: ${BACKLOG} 4000 -> 65535, ` +
          `${PORTS} 20000 29999 -> 1024 65535`,
      );
      expect(journalled()).toContainEqual(
        expect.objectContaining({
          type: 'kernel-tuned',
          kept: [
            { key: 'net.ipv4.tcp_max_syn_backlog', value: '70000' },
            { key: 'net.ipv4.tcp_tw_reuse', value: '2' },
          ],
          refused: [],
        }),
      );
      expect(lastJournalled()).toMatchObject({
        type: 'kernel-restored',
        tuned_by: 'this-run',
        restored: RESTORED,
      });
      expect(stderr).toContain(`tune     ${BACKLOG}: 4000 -> 65535\n`);
      expect(stderr).toContain(`restore  ${BACKLOG}: 4000 again\n`);
      expect(values()).toEqual(ORIGINAL);
      expect(savedFiles()).toEqual([]);
    },
    LIMIT_MS,
  );

  testInNamespace(
    'lets the plan have the ports that there will be',
    async () => {
      inside.write(PORTS, '20000 20063');
      const many = [...PAIR, ...LENGTHS, '--dry-run', '-c', '100'];
      const dryRun = (...args: string[]) => start([...many, ...args]).tool;
      const [plain, tuned] = [await dryRun(), await dryRun('--tune')];
      expect(plain.stderr).toContain(`${PORTS} gives 64`);
      expect([plain.exitCode, tuned.exitCode]).toEqual([2, 0]);
      expect(inside.read(PORTS)).toBe('20000 20063');
      expect(readdirSync(work)).toEqual([]);
    },
    LIMIT_MS,
  );

  testInNamespace(
    'leaves the kernel alone when the run cannot begin',
    async () => {
      writeInto(work, 'file', '');
      const { exitCode, stderr } = await start([...SHORT, '--tune', '-o', 'file']).tool;
      expect(exitCode).toBe(2);
      expect(stderr).toContain('--output: ');
      expect(values()).toEqual(ORIGINAL);
      expect(savedFiles()).toEqual([]);
    },
    LIMIT_MS,
  );

  testInNamespace(
    'sets nothing when the originals cannot be saved',
    async () => {
      writeInto(work, 'cache', '');
      const { exitCode, stderr } = await start([...SHORT, '--tune']).tool;
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^pairbench: --cache-dir: .* cannot be written: /m);
      expect(values()).toEqual(ORIGINAL);
      expect(readdirSync(work)).toEqual(['cache', 'results']);
      expect(readdirSync(path.join(work, 'results'))).toEqual([]);
    },
    LIMIT_MS,
  );
});

testInNamespace(
  'a tuned run whose progress nobody reads any more goes on, and puts the kernel back at its end',
  async () => {
    const { tool, hasSaid } = start([...SHORT, '--tune']);
    await until('it builds', () => hasSaid(BUILDING));
    tool.stderr.destroy();
    expect((await tool).exitCode).toBe(0);
    expect(values()).toEqual(ORIGINAL);
    expect(savedFiles()).toEqual([]);
    expect(journalled().some(({ type }) => type === 'run-finished')).toBe(true);
    expect(lastJournalled()).toMatchObject({ type: 'kernel-restored', restored: RESTORED });
  },
  LIMIT_MS,
);

describe('a tuned run that is interrupted', () => {
  testInNamespace.each([
    ['SIGINT', 130, MEASURING],
    ['SIGTERM', 143, BUILDING],
    ['SIGHUP', 129, BUILDING],
  ] as const)(
    'by %s puts the kernel back',
    async (signal, code, when) => {
      const { tool } = await tunedRun(when);
      tool.kill(signal);
      expect((await tool).exitCode).toBe(code);
      expect(values()).toEqual(ORIGINAL);
      expect(savedFiles()).toEqual([]);
      expect(lastJournalled()).toMatchObject({ type: 'kernel-restored', restored: RESTORED });
    },
    LIMIT_MS,
  );

  testInNamespace(
    'by a second signal puts the kernel back before it ends at once',
    async () => {
      const { tool } = await tunedRun(MEASURING);
      // Stopped meanwhile, it finds both signals together.
      tool.kill('SIGSTOP');
      tool.kill('SIGINT');
      tool.kill('SIGTERM');
      tool.kill('SIGCONT');
      // Which of them it takes for the first is the kernel's choice.
      expect([130, 143]).toContain((await tool).exitCode);
      expect(values()).toEqual(ORIGINAL);
      expect(savedFiles()).toEqual([]);
      expect(lastJournalled()).toMatchObject({ type: 'kernel-restored', restored: RESTORED });
    },
    LIMIT_MS,
  );

  testInNamespace(
    'by SIGKILL leaves it tuned until the next start, which needs no --tune',
    async () => {
      const { tool } = await tunedRun(BUILDING);
      tool.kill('SIGKILL');
      await tool;
      expect(values()).toEqual(TUNED);
      expect(savedFiles()).toHaveLength(1);
      const { exitCode, stdout, stderr } = await start([...SHORT, '--json']).tool;
      expect(exitCode).toBe(0);
      expect(stderr).toContain(`restore  ${BACKLOG}: 4000 again, left tuned by an earlier run\n`);
      expect(resultOf({ exitCode, stdout, stderr }).environment.host.sysctl).toMatchObject(
        ORIGINAL,
      );
      expect(values()).toEqual(ORIGINAL);
      expect(savedFiles()).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe('two runs at once', () => {
  testInNamespace(
    'tune once: the second joins, saves nothing and puts nothing back',
    async () => {
      // So little load that the second is measured as if it were alone, for longer than that takes.
      const { tool: first } = await tunedRun(BUILDING, LIGHT);
      const files = savedFiles();
      const { exitCode, stderr } = await start([...SHORT, '--tune', '-o', 'other']).tool;
      expect(exitCode).toBe(0);
      expect(stderr).toContain(
        `note     the run of process ${first.pid} has tuned the kernel and puts it back when it ends\n`,
      );
      expect(stderr).toContain('note     --tune: nothing is set while that run goes on\n');
      expect(values()).toEqual(TUNED);
      expect(savedFiles()).toEqual(files);
      first.kill('SIGINT');
      await first;
      expect(values()).toEqual(ORIGINAL);
    },
    LIMIT_MS,
  );
});
