/** `--tune` as a user meets it, in a network namespace of its own: the machine itself is never tuned. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect } from '@jest/globals';
import { execa } from 'execa';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { networkNamespace, testInNamespace } from '../helpers/network-namespace.ts';
import type { NetworkNamespace } from '../helpers/network-namespace.ts';
import { makeKernelReadOnly, WITH_READ_ONLY_KERNEL } from '../helpers/read-only-kernel.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';
import { resultOf } from './pairbench.ts';

const LIMIT_MS = 5 * 60_000;
const BIN = path.resolve('bin/pairbench.js');
const CONF = path.resolve('sysctl/loopback.conf');
const PAIR = [
  '--runtime',
  'process',
  '--services',
  path.resolve('tests/fixtures/services'),
  '-s',
  'node-http',
];
const LENGTHS = ['-k', 'node-undici', '-w', '200ms', '--rounds', '1'];
const SHORT = [...PAIR, ...LENGTHS, '-c', '4', '-d', '1s'];
const LONG = [...PAIR, ...LENGTHS, '-c', '4', '-d', '60s'];

const BACKLOG = 'net.core.somaxconn';
const PORTS = 'net.ipv4.ip_local_port_range';
const ORIGINAL = { [BACKLOG]: '4000', [PORTS]: '20000 29999' };
const TUNED = { [BACKLOG]: '65535', [PORTS]: '1024 65535' };
/** What it says on stderr. */
const BUILDING = 'build    node-http …';
const MEASURING = 'measure  about';
const RESTORED = Object.entries(ORIGINAL).map(([key, value]) => ({ key, value }));
const KERNEL_KEPT = 'kernel settings could not be put back';

let inside: NetworkNamespace;
let work: string;

const values = () =>
  Object.fromEntries(Object.keys(ORIGINAL).map((key) => [key, inside.read(key)]));
const SAVED = path.join('cache', 'sysctl');
const savedFiles = () =>
  existsSync(path.join(work, SAVED)) ? readdirSync(path.join(work, SAVED)) : [];
const journalled = (): readonly JournalEntry[] =>
  readJournal(findRun(path.join(work, 'results'), null).journal).entries;
const lastJournalled = () => journalled().at(-1);

beforeEach(async () => {
  work = tempFolder();
  inside = await networkNamespace();
  // Higher than wanted: so two keys are left to tune.
  inside.write('net.ipv4.tcp_max_syn_backlog', '70000');
  for (const [key, value] of Object.entries(ORIGINAL)) inside.write(key, value);
});

/** `before`: words before the tool's own command. */
function start(args: readonly string[], before: readonly string[] = []) {
  const [file, ...enter] = inside.enter;
  const command = [...enter, ...before, process.execPath, BIN, ...args];
  const tool = execa(file, [...command, '--cache-dir', path.join(work, 'cache')], {
    cwd: work,
    reject: false,
    stripFinalNewline: false,
    env: { PAIRBENCH_TEST_MODULES: path.resolve('.') },
  });
  let seen = '';
  tool.stderr.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
  });
  return { tool, hasSaid: (words: string) => seen.includes(words) };
}

/** A run with a tuned kernel that has got so far. */
async function tunedRun(said: string) {
  const { tool, hasSaid } = start([...LONG, '--tune']);
  await until(`it says ${said}`, () => hasSaid(said));
  expect(values()).toEqual(TUNED);
  expect(savedFiles()).toHaveLength(1);
  // Not the tool alone: whoever awaited this would wait for its end.
  return { tool };
}

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
      const { tool: first } = await tunedRun(BUILDING);
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

describe('a kernel that cannot be put back', () => {
  testInNamespace(
    'keeps the saved file, fails the run, and is put back by the next one before it tunes',
    async () => {
      const wanted = writeInto(
        work,
        'wanted.conf',
        `net.ipv4.no_such_key = 1\n${BACKLOG} = 65535\n${PORTS} = 1024 65535\n`,
      );
      // A mount namespace of its own, where the conf file is another one.
      const elsewhere = [
        'unshare',
        '--mount',
        'sh',
        '-c',
        'mount --bind "$0" "$1" && shift && exec "$@"',
      ];
      const before = [...elsewhere, wanted, CONF];
      const { tool, hasSaid } = start(
        [...PAIR, ...LENGTHS, '-c', '4', '-d', '5s', '--tune'],
        before,
      );
      await until('it measures', () => hasSaid(MEASURING));
      makeKernelReadOnly(tool.pid);
      const first = await tool;
      expect(first.exitCode).toBe(1);
      expect(first.stderr.match(/no_such_key/g)).toHaveLength(1);
      expect(first.stderr).toContain(
        'net.ipv4.no_such_key: not set, this kernel has no such key (ENOENT)\n',
      );
      expect(first.stderr).toContain(
        `pairbench: ${KERNEL_KEPT}: ${BACKLOG}: /proc/sys is read-only here (EROFS); `,
      );
      expect(first.stderr).toContain(`sysctl -w ${BACKLOG}="4000"`);
      expect(first.stdout).toContain('1 planned, 1 valid');
      expect(values()).toEqual(TUNED);
      expect(savedFiles()).toHaveLength(1);

      const refused = await start([...SHORT, '--tune'], WITH_READ_ONLY_KERNEL).tool;
      expect(refused.exitCode).toBe(1);
      expect(refused.stderr).toContain(KERNEL_KEPT);
      expect(refused.stderr).toContain('--tune: nothing is set before the settings of the earlier');
      expect(values()).toEqual(TUNED);
      expect(savedFiles()).toHaveLength(1);

      const second = await start([...SHORT, '--tune']).tool;
      expect(second.exitCode).toBe(0);
      expect(second.stderr).toContain(`restore  ${BACKLOG}: 4000 again, left tuned by`);
      expect(second.stderr).toContain(`tune     ${BACKLOG}: 4000 -> 65535\n`);
      expect(values()).toEqual(ORIGINAL);
      expect(savedFiles()).toEqual([]);
    },
    LIMIT_MS,
  );
});
