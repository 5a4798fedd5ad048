import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findRun } from '../../src/journal/run-folder.ts';
import { caseFolder, cellOf, LIMIT_MS, storedResult, toldRun } from './case-rig.ts';
import { EVENTS } from './told-events.ts';

const REQUESTS = 2000;
/** Of a line that stub-server logs for each request. */
const LINE_BYTES = 1024;

describe('a server that logs 1 KiB for each request', () => {
  it.each([
    ['stdout', 'out'],
    ['stderr', 'err'],
  ])(
    'on %s is not stopped by it, and all of it is in a file beside the journal',
    async (stream, suffix) => {
      const work = caseFolder();
      work.addServer('chatty', { STUB_CHATTY: stream });
      const load = ['-c', '4', '-n', String(REQUESTS), '-w', '0ms', '--rounds', '1'];
      const { exitCode } = await work.run('-s', 'chatty', '-k', 'node-undici', ...load);
      expect(exitCode).toBe(0);
      const { requests, status } = cellOf(storedResult(work), 'chatty', 'node-undici');
      expect({ requests, status }).toMatchObject({
        requests: { ok: REQUESTS, failed: 0 },
        status: 'valid',
      });
      const log = path.join(findRun(work.results, null).logs, `r1-chatty.${suffix}.log`);
      expect(statSync(log).size).toBeGreaterThanOrEqual(REQUESTS * LINE_BYTES);
    },
    LIMIT_MS,
  );
});

describe('a client that fills its stderr', () => {
  it(
    'is not stopped by it either',
    async () => {
      const work = caseFolder();
      const intervals = Array.from(
        { length: 2000 },
        () => '{"event":"interval","phase":"window","elapsed_ns":1,"completed":0,"errors":0}',
      );
      const events = EVENTS.replace('{"event":"window_end"', `${intervals.join('\n')}\n$&`);
      work.tell([events, '--noise', 'x'.repeat(LINE_BYTES)]);
      const { exitCode } = await work.run(...toldRun());
      expect(exitCode).toBe(0);
    },
    LIMIT_MS,
  );
});
