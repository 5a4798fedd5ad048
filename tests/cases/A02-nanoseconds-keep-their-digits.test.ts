import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { caseFolder, cellOf, LIMIT_MS, storedResult, TOLD, toldRun } from './case-rig.ts';
import { ADDED_LINE, EVENTS, withLine } from './told-events.ts';

const STAMP = '1764039641123456789';

describe('an integer of more than 2^53', () => {
  it.each([
    [
      'two stamps 299 ns apart',
      withLine('{"event":"stamps","t0_ns":1764039641123456700,"t1_ns":1764039641123456999}'),
      ADDED_LINE,
    ],
    [
      'an interval',
      withLine(
        `{"event":"interval","phase":"warmup","elapsed_ns":${STAMP},"completed":0,"errors":0}`,
      ),
      ADDED_LINE,
    ],
    ['a sum', EVENTS.replace('"sum":99000000', `"sum":${STAMP}`), 6],
    ['2^53 itself', EVENTS.replace('"sum":99000000', '"sum":9007199254740992'), 6],
    ['a negative sum', EVENTS.replace('"sum":99000000', `"sum":-${STAMP}`), 6],
  ])(
    'as a JSON number is refused by its line, %s',
    async (_, events, line) => {
      const work = caseFolder();
      work.tell(events, '--orders', '20');
      const { exitCode, stderr } = await work.run(...toldRun(), '-n', '20');
      expect(exitCode).toBe(4);
      expect(stderr).toContain(`line ${line} of its output does not fit the schema`);
      expect(cellOf(storedResult(work), 'stub-server', TOLD).status).toBe('failed');
    },
    LIMIT_MS,
  );

  it(
    'as a decimal string is in the journal digit by digit, and in a report made from it',
    async () => {
      const work = caseFolder();
      // Server latencies are differences of two clocks, which no check of physics bounds.
      work.tell(EVENTS.replace('"sum":1000000,', `"sum":"${STAMP}",`), '--orders', '20');
      const { exitCode } = await work.run(...toldRun(), '-n', '20');
      expect(exitCode).toBe(0);
      const journal = readFileSync(work.journal(), 'utf8');
      expect(journal).toContain(`"sum":"${STAMP}"`);
      const [cell] = resultOf(await work.run('report', '--json')).cells;
      expect(cell?.server_latency_ns.mean).toBe(Number(BigInt(STAMP) / 20n));
    },
    LIMIT_MS,
  );
});

describe('a server whose stamps went through a double', () => {
  it(
    'is not measured, and is shown both answers',
    async () => {
      const work = caseFolder();
      work.addServer('rounding', { STUB_ROUNDED: '1' });
      const { exitCode, stderr } = await work.run('verify', 'rounding');
      expect(exitCode).not.toBe(0);
      expect(stderr).toMatch(/client_send_time: expected \d{19}, got \d{19}/);
    },
    LIMIT_MS,
  );
});
