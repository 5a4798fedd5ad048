/** Servers in containers whose port is open before they are ready, or that never listen. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Cell, RunResult } from '../../../src/analyse/result.ts';
import { resultOf } from '../../live/pairbench.ts';
import type { Outcome } from '../../live/pairbench.ts';
import { addService } from '../live-services.ts';
import { LIMIT_MS, liveFolder } from '../live.ts';
import type { Started } from '../live.ts';

const live = liveFolder();
const services = path.join(live.folder, 'services');
const REQUESTS = 500;

/** Variables of stub-server, by the name of a copy. */
const STUBS = {
  late: { STUB_DELAY_LISTEN: '6' },
  'not-yet': { STUB_DELAY_READY: '1' },
};

const SILENT = 'ENTRYPOINT ["sh", "-c", "echo waiting for the database >&2; exec sleep 1000"]\n';

/** `-v` tells when each was ready. */
function start(...servers: readonly string[]): Started {
  const pairs = ['--services', services, '-s', servers.join(','), '-k', 'node-undici', '-v'];
  const load = ['-c', '8', '-n', String(REQUESTS), '-w', '0ms', '--rounds', '1', '--json'];
  return live.start([...pairs, ...load]);
}

function readyMsOf(tool: Started, server: string): number {
  const started = tool
    .entries()
    .flatMap((entry) => (entry.type === 'server-started' ? [entry] : []));
  return started.find((entry) => entry.server === server)?.ready_ms ?? NaN;
}

let silent: Started;

beforeAll(() => {
  addService(services, 'client', 'node-undici', 'node-undici', {});
  for (const [name, env] of Object.entries(STUBS))
    addService(services, 'server', 'stub-server', name, { env });
  addService(services, 'server', 'stub-server', 'silent', { dockerfile: SILENT });
});

describe('a server that is not ready yet', () => {
  let tool: Started;
  let outcome: Outcome;
  let result: RunResult;

  beforeAll(async () => {
    silent = start('silent'); // waits for its deadline meanwhile
    tool = start(...Object.keys(STUBS));
    outcome = await tool.ended;
    result = resultOf(outcome);
  }, LIMIT_MS);

  const cellOf = (server: string): Cell | undefined =>
    result.cells.find((cell) => cell.server === server);

  it('one that listens 6 s late becomes ready, and no request fails', () => {
    expect(readyMsOf(tool, 'late')).toBeGreaterThan(6000);
    expect(outcome.stderr).toMatch(/server {3}late ready after ([6-9]\d{3}|\d{5}) ms/);
    expect(cellOf('late')).toMatchObject({
      status: 'valid',
      requests: { ok: REQUESTS, failed: 0 },
    });
  });

  it('one that listens, but resets what is sent to it, is not ready yet', () => {
    expect(readyMsOf(tool, 'not-yet')).toBeGreaterThan(1000);
    expect(cellOf('not-yet')).toMatchObject({
      status: 'valid',
      requests: { ok: REQUESTS, failed: 0 },
    });
  });
});

describe('a server that never listens', () => {
  let outcome: Outcome;

  beforeAll(async () => {
    outcome = await silent.ended;
  }, LIMIT_MS);

  it('fails at the deadline with its last log lines', () => {
    expect(outcome.exitCode).toBe(3);
    const [cell] = resultOf(outcome).cells;
    expect(cell).toMatchObject({ status: 'failed', requests: { ok: 0, failed: 0 } });
    expect(outcome.stderr).toContain(
      'it could not be started: it did not say within 30 s that it listens',
    );
    expect(outcome.stderr).toContain('waiting for the database');
  });
});
