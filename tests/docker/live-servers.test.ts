/** Servers in containers that are talkative, hungry or dead: what the run says of each. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { resultOf } from '../live/pairbench.ts';
import { addService } from './live-services.ts';
import { leftBy, LIMIT_MS, liveFolder } from './live.ts';
import type { Started } from './live.ts';

const live = liveFolder();
const services = path.join(live.folder, 'services');
const REQUESTS = 2000;
/** More than the conformance check sends. */
const AFTER_CHECK = '500';

/** Variables of stub-server, by the name of a copy. */
const STUBS = {
  dying: { STUB_FAIL_AFTER: AFTER_CHECK, STUB_CHATTY: 'stderr' },
  'chatty-stdout': { STUB_CHATTY: 'stdout' },
  'chatty-stderr': { STUB_CHATTY: 'stderr' },
};

const WRAPPED = 'ENTRYPOINT ["sh", "-c", "node /app/main.mjs; exit"]\n';

function start(servers: readonly string[], ...more: readonly string[]): Started {
  const pairs = ['--services', services, '-s', servers.join(','), '-k', 'node-undici'];
  const load = ['-c', '8', '-n', String(REQUESTS), '-w', '0ms', '--rounds', '1', '--json'];
  return live.start([...pairs, ...load, ...more]);
}

type EntryOf<Type extends JournalEntry['type']> = Extract<JournalEntry, { type: Type }>;

/** The first entry of this type on a server. */
function entryOf<Type extends 'server-started' | 'server-stopped' | 'cell-failed'>(
  tool: Started,
  type: Type,
  server: string,
): EntryOf<Type> {
  const found = tool.entries().find((entry) => entry.type === type && entry.server === server);
  if (found === undefined) throw new Error(`there is no ${type} of ${server}`);
  return found as EntryOf<Type>;
}

beforeAll(() => {
  addService(services, 'client', 'node-undici', 'node-undici', {});
  for (const [name, env] of Object.entries(STUBS))
    addService(services, 'server', 'stub-server', name, { env });
  addService(services, 'server', 'stub-server', 'wrapped', { dockerfile: WRAPPED });
  addService(services, 'server', 'stub-server', 'hungry', {
    env: { STUB_HUNGRY: '1', STUB_AFTER: AFTER_CHECK, STUB_CHATTY: 'stderr' },
  });
});

describe('servers of many kinds', () => {
  let tool: Started;
  let result: RunResult;

  beforeAll(async () => {
    tool = start([...Object.keys(STUBS), 'wrapped']);
    result = resultOf(await tool.ended);
  }, LIMIT_MS);

  const cellOf = (server: string): Cell | undefined =>
    result.cells.find((cell) => cell.server === server);

  it('one that dies in the window is named with its exit code and last words', () => {
    const { reason, log_tail } = entryOf(tool, 'cell-failed', 'dying');
    expect(reason).toContain(
      'the server died while it was measured, with exit code 1: POST /order',
    );
    expect(log_tail.at(-1)).toMatch(/^POST \/order \.+$/);
    expect(cellOf('dying')).toMatchObject({ status: 'failed' });
    expect(cellOf('dying')?.reasons.join()).toContain(
      'the server died while it was measured, with exit code 1: POST /order',
    );
  });

  it.each(['stdout', 'stderr'])(
    'one that logs 1 KiB for each request on %s is not stalled, and its log is kept',
    (stream) => {
      const server = `chatty-${stream}`;
      expect(cellOf(server)).toMatchObject({ status: 'valid', requests: { ok: REQUESTS } });
      const { log_file } = entryOf(tool, 'server-started', server);
      const log = stream === 'stderr' ? log_file : log_file?.replace(/err\.log$/, 'out.log');
      expect(statSync(log ?? '').size).toBeGreaterThan(REQUESTS * 1024);
    },
  );

  it('one behind a shell that hands no signal on is stopped by SIGTERM all the same', () => {
    expect(cellOf('wrapped')).toMatchObject({ status: 'valid' });
    const { how, stop_ms } = entryOf(tool, 'server-stopped', 'wrapped');
    expect(how).toBe('SIGTERM');
    expect(stop_ms).toBeLessThan(3000);
  });

  it('none is left', async () => {
    expect(await leftBy(tool.pid)).toEqual([]);
  });
});

describe('a server that runs out of memory', () => {
  let tool: Started;
  let result: RunResult;

  beforeAll(async () => {
    tool = start(['hungry'], '--docker-memory', '128m');
    result = resultOf(await tool.ended);
  }, LIMIT_MS);

  it('is said to have, with its limit and last log lines', () => {
    const { reason, log_tail } = entryOf(tool, 'cell-failed', 'hungry');
    expect(reason).toContain(
      'the server died while it was measured, ' +
        'with signal SIGKILL (it ran out of memory, its limit is 128 MiB): POST /order',
    );
    expect(log_tail.at(-1)).toMatch(/^POST \/order \.+$/);
    expect(result.cells[0]).toMatchObject({ status: 'failed' });
    expect(result.cells[0]?.reasons.join()).toContain('its limit is 128 MiB');
  });
});
