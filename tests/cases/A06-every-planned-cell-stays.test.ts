import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { cpSync } from 'node:fs';
import path from 'node:path';
import {
  caseFolder,
  cellOf,
  exported,
  LIMIT_MS,
  roundReasons,
  storedResult,
  TOLD,
  toldRun,
} from './case-rig.ts';
import { addService } from '../docker/live-services.ts';
import type { CaseFolder, Told } from './case-rig.ts';
import { EVENTS } from './told-events.ts';

/** The first start is that of the check against the contract; each leaves a folder. */
const DIES_AT_ITS_SECOND_START = `
if mkdir "$STARTS/one" 2> /dev/null || ! mkdir "$STARTS/two" 2> /dev/null; then exec node "$0"; fi
exec node "$0" --fail-after 100`;

const LOAD = ['-c', '2', '-n', '300', '-w', '0ms', '--rounds', '1', '--no-ceilings'];
const CLIENTS = ['node-undici', 'undici-again', 'undici-third'];

function withThreeClients(): CaseFolder {
  const work = caseFolder();
  const folder = path.join(work.services, 'clients');
  cpSync(path.join(folder, 'node-undici'), path.join(folder, 'undici-third'), { recursive: true });
  return work;
}

describe('a server that dies in the window of one of nine pairs', () => {
  it(
    'costs that pair alone: 9 planned, 8 measured, 1 failed with reason and log',
    async () => {
      const work = withThreeClients();
      addService(work.services, 'server', 'stub-server', 'dying', {
        manifest: {
          start: {
            command: ['sh', '-c', DIES_AT_ITS_SECOND_START, '{out}/main.mjs'],
            env: { STUB_CHATTY: 'stderr', STARTS: work.folder },
          },
        },
      });
      const pairs = ['-s', 'dying,node-http,stub-server', '-k', CLIENTS.join(',')];
      const { exitCode, stdout } = await work.run(...pairs, ...LOAD);
      expect(exitCode).toBe(4);
      expect(stdout).toMatch(/^9 planned, 8 valid, 1 failed$/m);
      const result = storedResult(work);
      expect(result.counts).toMatchObject({ planned: 9, failed: 1, skipped: 0 });
      const [failed, ...others] = result.cells.filter(({ status }) => status === 'failed');
      expect(others).toEqual([]);
      expect(failed?.server).toBe('dying');
      expect(failed?.reasons.join()).toContain(
        'the server died while it was measured, with exit code 1: POST /order',
      );
      const log = /\(log: (.*)\)$/.exec(failed?.reasons[0] ?? '')?.[1] ?? '';
      expect(path.basename(log)).toBe('r1-dying.err.log');
      expect(existsSync(log)).toBe(true);
      expect(result.cells.filter(({ rounds_measured }) => rounds_measured === 1)).toHaveLength(8);
      // An explicit hole in every form.
      expect(stdout).toContain('✗ failed');
      expect(exported(work, 'report.md')).toContain('✗ failed');
      expect(exported(work, 'cells.csv').match(/,pair,/g)).toHaveLength(9);
      expect(exported(work, 'cells.csv')).toMatch(/^[^,]+,,dying,[^,]+,pair,failed,/m);
    },
    LIMIT_MS,
  );
});

describe('what could not be measured is told from what was measured and is bad', () => {
  it(
    'a server that does not start, in all of its pairs, with the reason',
    async () => {
      const work = caseFolder();
      work.addServer('absent', { STUB_BIND: '203.0.113.1' });
      const pairs = ['-s', 'absent,stub-server', '-k', 'node-undici,undici-again'];
      const { exitCode } = await work.run(...pairs, ...LOAD);
      expect(exitCode).toBe(3);
      expect((await work.run('verify', 'absent')).exitCode).toBe(3);
      const result = storedResult(work);
      expect(result.counts).toMatchObject({ planned: 4, failed: 2 });
      for (const client of ['node-undici', 'undici-again'])
        expect(cellOf(result, 'stub-server', client).rounds_measured).toBe(1);
    },
    LIMIT_MS,
  );

  it(
    'a client that stops too early, or ends with an exit code after all its events',
    async () => {
      const hello = EVENTS.split('\n')[0] ?? '';
      const faults: [Told, string][] = [
        [[EVENTS, '--exit', '3'], 'it ended with exit code 3'],
        [[''], 'it printed no event'],
        [[EVENTS.replace(/\{"event":"result".*\n/, '')], 'its events end after "window_end"'],
        [
          [`${hello}\n{"event":"failed","kind":"refused","message":"no luck"}\n`, '--exit', '1'],
          'it could not run: refused: no luck',
        ],
      ];
      const work = caseFolder();
      work.tell(...faults.map(([told]) => told));
      expect((await work.run(...toldRun(faults.length))).exitCode).toBe(4);
      const result = storedResult(work);
      expect(result.counts).toMatchObject({ planned: 1, valid: 0, failed: 1 });
      const cell = cellOf(result, 'stub-server', TOLD);
      expect(cell).toMatchObject({ status: 'failed', rounds_planned: 4, rounds_measured: 0 });
      const reasons = roundReasons(work, faults.length);
      for (const [index, [, reason]] of faults.entries()) expect(reasons[index]).toContain(reason);
    },
    LIMIT_MS,
  );
});
