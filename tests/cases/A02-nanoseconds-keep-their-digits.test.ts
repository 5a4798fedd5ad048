import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { resultOf } from '../live/pairbench.ts';
import { caseFolder, LIMIT_MS, roundReasons, toldRun } from './case-rig.ts';
import type { Told } from './case-rig.ts';
import { ADDED_LINE, EVENTS, withLine } from './told-events.ts';

const STAMP = '1764039641123456789';

describe('an integer of more than 2^53', () => {
  it(
    'as a JSON number is refused by its line',
    async () => {
      const faults: [string, number][] = [
        [
          withLine('{"event":"stamps","t0_ns":1764039641123456700,"t1_ns":1764039641123456999}'),
          ADDED_LINE,
        ],
        [
          withLine(
            `{"event":"interval","phase":"warmup","elapsed_ns":${STAMP},"completed":0,"errors":0}`,
          ),
          ADDED_LINE,
        ],
        [EVENTS.replace('"sum":99000000', `"sum":${STAMP}`), 6],
        [EVENTS.replace('"sum":99000000', '"sum":9007199254740992'), 6],
        [EVENTS.replace('"sum":99000000', `"sum":-${STAMP}`), 6],
      ];
      const work = caseFolder();
      work.tell(...faults.map(([events]): Told => [events]));
      expect((await work.run(...toldRun(faults.length))).exitCode).toBe(4);
      const reasons = roundReasons(work, faults.length);
      for (const [index, [, line]] of faults.entries())
        expect(reasons[index]).toContain(`line ${line} of its output does not fit the schema`);
    },
    LIMIT_MS,
  );

  it(
    'as a decimal string is in the journal digit by digit, and in a report made from it',
    async () => {
      const work = caseFolder();
      // Server latencies are differences of two clocks, which no check of physics bounds.
      work.tell([EVENTS.replace('"sum":1000000,', `"sum":"${STAMP}",`)]);
      const { exitCode } = await work.run(...toldRun());
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
      expect(stderr).toContain('"client_send_time":1764039641123456789,"latency_ns":N}, got 200 ');
      expect(stderr).toContain('"client_send_time":1764039641123456768,');
    },
    LIMIT_MS,
  );
});
