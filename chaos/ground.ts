/** What all rounds of chaos share: a folder, the services, their builds. */
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/commands/package.ts';
import { UserError } from '../src/host/user-error.ts';
import { startTool } from './tool.ts';

const FIXTURES = path.join(PACKAGE_ROOT, 'tests', 'fixtures', 'services');
/** Files that are added to the copies of the fixtures, or replace theirs. */
const CHANGES = path.join(PACKAGE_ROOT, 'chaos', 'services');

export const SERVERS = ['stub-server', 'stub-pool'] as const;
export const CLIENTS = ['node-undici', 'undici-again'] as const;

const SERVICES = [
  { kind: 'servers', fixture: 'stub-server', changes: null, name: 'stub-server' },
  { kind: 'servers', fixture: 'stub-server', changes: 'stub-pool', name: 'stub-pool' },
  { kind: 'clients', fixture: 'node-undici', changes: 'node-undici', name: 'node-undici' },
  { kind: 'clients', fixture: 'node-undici', changes: 'node-undici', name: 'undici-again' },
] as const;

export interface Ground {
  readonly root: string;
  readonly services: string;
  readonly cache: string;
  /** Of an interruption of chaos itself. */
  readonly signal: AbortSignal;
}

export function makeGround(signal: AbortSignal): Ground {
  const root = mkdtempSync(path.join(os.tmpdir(), 'pairbench-chaos-'));
  const services = path.join(root, 'services');
  for (const { kind, fixture, changes, name } of SERVICES) {
    const folder = path.join(services, kind, name);
    cpSync(path.join(FIXTURES, kind, fixture), folder, { recursive: true });
    if (changes !== null) cpSync(path.join(CHANGES, kind, changes), folder, { recursive: true });
  }
  return { root, services, cache: path.join(root, 'cache'), signal };
}

export function placesOf(
  { services, cache }: Pick<Ground, 'services' | 'cache'>,
  results: string,
): string[] {
  return ['--services', services, '--cache-dir', cache, '-o', results];
}

/** Builds and verifies all of them, so that rounds are about measuring. Throws a UserError. */
export async function prepareGround(ground: Ground): Promise<void> {
  const folder = path.join(ground.root, 'first');
  mkdirSync(folder);
  const tool = startTool({
    before: [],
    words: [
      ...['run', '-s', SERVERS.join(','), '-k', CLIENTS.join(','), '--no-latency'],
      ...['--runtime', 'process', '-c', '2', '-n', '40', '-w', '50ms', '--rounds', '1'],
      ...placesOf(ground, path.join(folder, 'results')),
    ],
    folder,
    env: toolEnvironment(folder),
    signal: ground.signal,
  });
  const { exit, stdout, stderr } = await tool.ended;
  if (exit !== 0 && !ground.signal.aborted)
    throw new UserError(
      `the stub services cannot be measured even without a fault: exit ${exit}\n${stderr}${stdout}`,
      'look at what it says',
    );
}

/** `folder`: of the round, where the services look for what is to happen to them. */
export function toolEnvironment(folder: string): Record<string, string> {
  return { PAIRBENCH_TEST_MODULES: PACKAGE_ROOT, TMPDIR: folder };
}
