import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { readCount, readReport, readTimeNs } from '../../services/clients/wrk/read-wrk.mjs';
import {
  parseCount,
  parseDurationMs,
  parseLatencyNs,
  parseRatePerS,
  parseShare,
} from '../../src/plan/units.ts';
import type { Parsed } from '../../src/plan/units.ts';
import { addService } from '../docker/live-services.ts';
import { pairbench, resultOf } from '../live/pairbench.ts';
import { CASE_ENV, placesOf, TWO } from './case-command.ts';
import { caseFolder, exported, LIMIT_MS } from './case-rig.ts';

const LOCALES = {
  ...{ LC_ALL: 'de_DE.UTF-8', LANG: 'pl_PL.UTF-8', LC_NUMERIC: 'fr_FR.UTF-8' },
  LANGUAGE: 'ar',
};

it(
  'a run under other locales prints dots, and its services have none of them',
  async () => {
    const work = caseFolder();
    const start = { command: ['sh', '-c', 'env > seen.txt; exec node {out}/main.mjs'] };
    const folder = addService(work.services, 'server', 'stub-server', 'seeing', {
      manifest: { start },
    });
    const args = ['run', '-s', 'seeing', ...TWO.slice(2), '--json', ...placesOf(work)];
    const outcome = await pairbench(args, work.folder, { ...CASE_ENV, ...LOCALES });
    expect(resultOf(outcome).counts.valid).toBe(1);
    const seen = readFileSync(path.join(folder, 'seen.txt'), 'utf8');
    expect(seen.match(/^(LC_|LANG).*$/gm)).toEqual(['LC_ALL=C']);
    const [head = '', row = ''] = exported(work, 'cells.csv').split('\r\n');
    const throughput = row.split(',')[head.split(',').indexOf('throughput_req_per_s')];
    expect(throughput).toMatch(/^\d+(\.\d+)?$/);
    const table = await pairbench(['report', '-o', work.results], work.folder, LOCALES);
    expect(table.stdout).toMatch(/\d\.\d/);
    expect(table.stdout).toBe(
      (await pairbench(['report', '-o', work.results], work.folder, { LC_ALL: 'C' })).stdout,
    );
  },
  LIMIT_MS,
);

describe('what wrk prints', () => {
  test.each([
    ['847.00us', 847_000],
    ['1.53ms', 1_530_000],
    ['2.00s', 2e9],
    ['1.50m', 90e9],
    ['1.00h', 3600e9],
  ])('%s is %i ns', (text, ns) => {
    expect(readTimeNs(text)).toBeCloseTo(ns);
  });

  test.each([
    ['1.2k', 1200],
    ['3.50M', 3_500_000],
    ['12', 12],
  ])('%s is %i requests', (text, count) => {
    expect(readCount(text)).toBeCloseTo(count);
  });

  test.each(['847,00us', '1.2', '5parsec', '2 s', '-1ms', 'nan', '١٢ms', '1e3ms', '', '1.53Ms'])(
    '%j is refused as a time, never guessed',
    (text) => {
      expect(() => readTimeNs(text)).toThrow(/has no unit that is known here/);
    },
  );

  test('with percentages that are none, errors and calibration is read all the same', () => {
    const report = readReport(`Running 2s test @ http://127.0.0.1:8000/order
  1 threads and 10 connections
  Thread calibration: mean lat.: 1.204ms, rate sampling interval: 10ms
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   847.00us    1.2ms   9.67ms    -nan%
    Req/Sec     1.20k     0.00     1.20k   100.00%
  2400 requests in 2.00s, 1.00MB read
  Socket errors: connect 0, read 3, write 0, timeout 5
  Non-2xx or 3xx responses: 7
Requests/sec:   1200.00
Transfer/sec:      0.50MB
`);
    expect(report).toMatchObject({ requests: 2400, thread_rps: 1200, window_ns: 2e9 });
    expect(report).toMatchObject({ read_errors: 3, timeouts: 5, bad_statuses: 7 });
  });
});

describe('a number of the command line', () => {
  const parsers: Readonly<Record<string, (text: string) => Parsed>> = {
    duration: parseDurationMs,
    latency: parseLatencyNs,
    count: parseCount,
    rate: parseRatePerS,
    share: parseShare,
  };
  const right = [
    ['duration', '1.5s', 1500],
    ['latency', '847.00us', 847_000],
    ['latency', '1.2ms', 1_200_000],
    ['count', '1.2k', 1200],
    ['rate', '1.2k/s', 1200],
    ['share', '2.5%', 0.025],
  ] as const;

  test.each(right)('as %s: %s is %d', (kind, text, value) => {
    expect(parsers[kind]?.(text)).toEqual({ ok: true, value });
  });

  // With a comma it could be 1.5 or 15; other signs and digits are no numbers here.
  test.each(
    Object.keys(parsers).flatMap((kind) =>
      [
        '1,5',
        '1,5s',
        '1.000,5',
        "1'000",
        '1 000',
        '１０',
        '٣s',
        '1e3',
        '-1',
        '+1',
        'NaN',
        '5x',
      ].map((text) => [kind, text] as const),
    ),
  )('as %s: %j is refused', (kind, text) => {
    expect(parsers[kind]?.(text)).toMatchObject({ ok: false });
  });
});
