import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  failures,
  readBytes,
  readCount,
  readReport,
  readTimeNs,
  successes,
  UnreadableReport,
} from '../../../services/clients/wrk/read-wrk.mjs';
import { countText, printed, sizeText, timeText } from './printed-report.ts';

/** As wrk 4.1.0 printed it here. */
const REAL = `Running 2s test @ http://127.0.0.1:8000/order
  1 threads and 100 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.53ms  293.52us   9.67ms   93.88%
    Req/Sec    65.56k     2.03k   68.36k    85.00%
  130422 requests in 2.00s, 31.59MB read
Requests/sec:  65179.91
Transfer/sec:     15.79MB
`;

const NO_ERRORS = {
  ...{ connect_errors: 0, read_errors: 0, write_errors: 0 },
  ...{ timeouts: 0, bad_statuses: 0 },
};

describe('a report of wrk', () => {
  test('gives requests, time, size and rate', () => {
    const report = readReport(REAL);
    expect(report).toMatchObject({ requests: 130_422, thread_rps: 65_560, ...NO_ERRORS });
    expect(report.read_bytes).toBeCloseTo(31.59 * 2 ** 20);
    // Of "2.00s" and the rate, the rate is the more exact.
    expect(report.window_ns).toBe(Math.round((130_422 / 65_179.91) * 1e9));
    expect(successes(report)).toBe(130_422);
    expect(failures(report)).toEqual({});
  });

  test('of socket errors and bad statuses gives failures by kind', () => {
    const errors =
      '  Socket errors: connect 1, read 20, write 3, timeout 400\n' +
      '  Non-2xx or 3xx responses: 5000\n';
    const report = readReport(REAL.replace('Requests/sec', `${errors}Requests/sec`));
    expect(failures(report)).toEqual({ request_timeout: 400, eof: 20, reset: 3, other: 5001 });
    expect(successes(report)).toBe(130_422 - 5400);
  });

  test('in which nothing was answered is no report of a success', () => {
    const report = readReport(`Running 1s test @ http://127.0.0.1:8000/order
  1 threads and 10 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     0.00us    0.00us   0.00us    -nan%
    Req/Sec     0.00      0.00     0.00      -nan%
  0 requests in 1.10s, 0.00B read
Requests/sec:      0.00
Transfer/sec:       0.00B
`);
    expect(report).toMatchObject({ requests: 0, window_ns: 1_100_000_000, read_bytes: 0 });
    expect(successes(report)).toBe(0);
  });

  test('may hold lines of its relatives', () => {
    const line = '  Thread calibration: mean lat.: 1.204ms, rate sampling interval: 10ms\n';
    expect(readReport(REAL.replace('  Thread Stats', `${line}  Thread Stats`))).toEqual(
      readReport(REAL),
    );
  });

  test.each([
    ['no report at all', 'unable to connect to 127.0.0.1:1 Connection refused\n'],
    ['one that was cut off', REAL.slice(0, REAL.indexOf('Requests/sec'))],
    ['a time in a unit that is not known', REAL.replace('2.00s', '2.00d')],
    ['a time without a unit', REAL.replace('2.00s', '2.00')],
    ['a comma in a number', REAL.replace('65179.91', '65179,91')],
    ['a rate that is no number', REAL.replace('65179.91', 'nan')],
    ['a size in a unit that is not known', REAL.replace('31.59MB', '31.59XB')],
    ['errors in another form', REAL.replace('Requests/sec', '  Socket errors: 7\nRequests/sec')],
    ['statuses in another form', REAL.replace('Requests/sec', '  Non-2xx: 7\nRequests/sec')],
    ['a rate that the requests do not give', REAL.replace('65179.91', '75179.91')],
  ])('is refused when it is %s', (_, text) => {
    expect(() => readReport(text)).toThrow(UnreadableReport);
  });
});

describe('a quantity', () => {
  test.each([
    ['847.00us', 847_000],
    ['9.67ms', 9_670_000],
    ['2.00s', 2e9],
    ['1.50m', 90e9],
    ['1.00h', 3600e9],
  ])('%s is %d ns', (text, ns) => {
    expect(readTimeNs(text)).toBeCloseTo(ns, 3);
  });

  test.each([
    ['65.00', 65],
    ['1.20k', 1200],
    ['3.40M', 3.4e6],
    ['5.60G', 5.6e9],
  ])('%s is %d', (text, count) => {
    expect(readCount(text)).toBeCloseTo(count, 3);
  });

  test.each([
    ['0.00B', 0],
    ['1.50KB', 1536],
    ['31.59MB', 31.59 * 2 ** 20],
    ['2.00GB', 2 ** 31],
  ])('%s is %d bytes', (text, bytes) => {
    expect(readBytes(text)).toBeCloseTo(bytes, 3);
  });

  test.each([
    '',
    '1,5s',
    '-1.00s',
    'nan',
    '-nan%',
    '1.00x',
    '1.00 s',
    'constructor',
    '1.00toString',
  ])('%j is none', (text) => {
    for (const read of [readTimeNs, readCount, readBytes])
      expect(() => read(text)).toThrow(UnreadableReport);
  });

  test('printed with its unit is read as far as it was printed', () => {
    /** Half of the last of two decimals, in a unit that may be 1 / 0.85 of the value. */
    const isClose = (read: number, value: number, least: number): boolean =>
      Math.abs(read - value) <= Math.max(0.0051 * least, (0.0051 / 0.85) * value);
    fc.assert(
      fc.property(fc.nat({ max: 1e12 }), (value) => {
        expect(isClose(readTimeNs(timeText(value)), value * 1000, 1000)).toBe(true);
        expect(isClose(readCount(countText(value)), value, 1)).toBe(true);
        expect(isClose(readBytes(sizeText(value)), value, 1)).toBe(true);
      }),
    );
  });
});

describe('whatever wrk has measured', () => {
  const measured = fc.record({
    requests: fc.nat({ max: 1e10 }),
    run_us: fc.integer({ min: 1_000_000, max: 86_400_000_000 }),
    read_bytes: fc.nat({ max: 2 ** 45 }),
    connect: fc.nat({ max: 1e6 }),
    read: fc.nat({ max: 1e6 }),
    write: fc.nat({ max: 1e6 }),
    timeout: fc.nat({ max: 1e6 }),
    status: fc.nat({ max: 1e6 }),
  });

  test('counts are read exactly, and the time to what was printed', () => {
    fc.assert(
      fc.property(measured, (run) => {
        const report = readReport(printed(run));
        expect(report).toMatchObject({
          requests: run.requests,
          connect_errors: run.connect,
          read_errors: run.read,
          write_errors: run.write,
          timeouts: run.timeout,
          bad_statuses: run.status,
        });
        const s = run.run_us / 1e6;
        const rps = run.requests / s;
        const byTime = s < 51 ? 0.0051 : 0.0051 * 60;
        const byRate = rps < 0.005 ? Infinity : (0.0051 / (rps - 0.005)) * s;
        // The nanoseconds are rounded, too.
        const off_s = Math.abs(report.window_ns / 1e9 - s);
        expect(off_s).toBeLessThanOrEqual(Math.min(byTime, byRate) + 1e-9);
      }),
    );
  });

  test('no success is made up: what failed and what succeeded is no more than what came', () => {
    fc.assert(
      fc.property(measured, (run) => {
        const report = readReport(printed(run));
        const ok = successes(report);
        expect(ok).toBeGreaterThanOrEqual(0);
        expect(ok).toBeLessThanOrEqual(Math.max(0, run.requests - run.timeout));
        expect(Object.values(failures(report)).reduce((sum, one) => sum + one, 0)).toBe(
          run.connect + run.read + run.write + run.timeout + run.status,
        );
      }),
    );
  });

  test.each([
    ['130422', '9'.repeat(400)],
    ['130422', '9007199254740993'],
    ['2.00s', `${'9'.repeat(400)}s`],
    ['31.59MB', `${'9'.repeat(400)}MB`],
    ['65179.91', '9'.repeat(400)],
  ])('with a number too large to be one in place of %s is refused', (figure, large) => {
    expect(() => readReport(REAL.replace(figure, large))).toThrow(UnreadableReport);
  });

  test('other text is refused, never misread', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => readReport(text)).toThrow(UnreadableReport);
      }),
    );
  });
});
