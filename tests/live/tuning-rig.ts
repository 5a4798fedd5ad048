/** Runs with `--tune` in a network namespace of the test's own: the machine itself is never tuned. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect } from '@jest/globals';
import { execa } from 'execa';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import { networkNamespace } from '../helpers/network-namespace.ts';
import type { NetworkNamespace } from '../helpers/network-namespace.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { until } from '../helpers/until.ts';

export const LIMIT_MS = 5 * 60_000;
const BIN = path.resolve('bin/pairbench.js');
export const CONF = path.resolve('sysctl/loopback.conf');
export const PAIR = [
  '--runtime',
  'process',
  '--services',
  path.resolve('tests/fixtures/services'),
  '-s',
  'node-http',
];
export const LENGTHS = ['-k', 'node-undici', '-w', '200ms', '--rounds', '1'];
export const SHORT = [...PAIR, ...LENGTHS, '-c', '4', '-d', '1s'];
const LONG = [...PAIR, ...LENGTHS, '-c', '4', '-d', '60s'];
export const LIGHT = [...PAIR, ...LENGTHS, '-c', '4', '-d', '150s', '--rate', '20/s'];

export const BACKLOG = 'net.core.somaxconn';
export const PORTS = 'net.ipv4.ip_local_port_range';
export const ORIGINAL = { [BACKLOG]: '4000', [PORTS]: '20000 29999' };
export const TUNED = { [BACKLOG]: '65535', [PORTS]: '1024 65535' };
/** What it says on stderr. */
export const BUILDING = 'build    node-http …';
export const MEASURING = 'measure  about';
export const RESTORED = Object.entries(ORIGINAL).map(([key, value]) => ({ key, value }));
export const KERNEL_KEPT = 'kernel settings could not be put back';

export let inside: NetworkNamespace;
export let work: string;

export const values = () =>
  Object.fromEntries(Object.keys(ORIGINAL).map((key) => [key, inside.read(key)]));
const SAVED = path.join('cache', 'sysctl');
export const savedFiles = () =>
  existsSync(path.join(work, SAVED)) ? readdirSync(path.join(work, SAVED)) : [];
export const journalled = (): readonly JournalEntry[] =>
  readJournal(findRun(path.join(work, 'results'), null).journal).entries;
export const lastJournalled = () => journalled().at(-1);

beforeEach(async () => {
  work = tempFolder();
  inside = await networkNamespace();
  // Higher than wanted: so two keys are left to tune.
  inside.write('net.ipv4.tcp_max_syn_backlog', '70000');
  for (const [key, value] of Object.entries(ORIGINAL)) inside.write(key, value);
});

/** `before`: words before the tool's own command. */
export function start(args: readonly string[], before: readonly string[] = []) {
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
export async function tunedRun(said: string, load = LONG) {
  const { tool, hasSaid } = start([...load, '--tune']);
  await until(`it says ${said}`, () => hasSaid(said));
  expect(values()).toEqual(TUNED);
  expect(savedFiles()).toHaveLength(1);
  // Not the tool alone: whoever awaited this would wait for its end.
  return { tool };
}
