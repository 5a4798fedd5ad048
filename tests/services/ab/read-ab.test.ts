import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  closed,
  failures,
  readReport,
  successes,
  UnreadableReport,
} from '../../../services/clients/ab/read-ab.mjs';
import { printed } from './printed-report.ts';

/** As ab 2.3 of httpd 2.4 printed it here. */
const REAL = `This is ApacheBench, Version 2.3 <$Revision$>
Copyright 1996 Adam Twiss, Zeus Technology Ltd, http://www.zeustech.net/
Licensed to The Apache Software Foundation, http://www.apache.org/

Benchmarking 127.0.0.1 (be patient)


Server Software:
Server Hostname:        127.0.0.1
Server Port:            8000

Document Path:          /order
Document Length:        Variable

Concurrency Level:      32
Time taken for tests:   2.003 seconds
Complete requests:      30659
Failed requests:        0
Keep-Alive requests:    30659
Total transferred:      5453975 bytes
Total body sent:        5585762
HTML transferred:       1682918 bytes
Requests per second:    15302.90 [#/sec] (mean)
Time per request:       2.091 [ms] (mean)
Time per request:       0.065 [ms] (mean, across all concurrent requests)
Transfer rate:          2658.45 [Kbytes/sec] received
                        2722.69 kb/s sent
                        5381.14 kb/s total
`;

const NO_FAILURES = { connect: 0, receive: 0, length: 0, exceptions: 0 };

/** The figure behind a name of the report, in place of the one that stands there. */
function withLine(name: string, text: string): string {
  expect(REAL).toContain(`\n${name}:`);
  return REAL.replace(new RegExp(`^(${name}: +).*$`, 'm'), (_, before: string) => before + text);
}

describe('a report of ab', () => {
  test('gives requests, time, size and how many connections were kept', () => {
    const report = readReport(REAL);
    expect(report).toMatchObject({
      ...{ requests: 30_659, kept: 30_659, failed: 0, failed_by: NO_FAILURES },
      ...{ write_errors: 0, bad_statuses: 0, read_bytes: 5_453_975 },
    });
    // Of the time to a ms and the rate, the rate is the more exact.
    expect(report.window_ns).toBe(Math.round((30_659 / 15_302.9) * 1e9));
    expect(successes(report)).toBe(report.requests);
    expect(failures(report)).toEqual({});
    expect(closed(report, 32)).toBe(0);
  });

  test('of failures and bad statuses gives failures by kind', () => {
    const failed =
      'Failed requests:        1234\n' +
      '   (Connect: 1, Receive: 200, Length: 1000, Exceptions: 33)\n' +
      'Write errors:           4\n' +
      'Non-2xx responses:      50\n';
    const report = readReport(REAL.replace(/^Failed requests: .*\n/m, failed));
    expect(failures(report)).toEqual({ reset: 204, bad_body: 1000, other: 84 });
    expect(successes(report)).toBe(report.requests - 1234 - 4 - 50);
  });

  test('without keep-alive has nothing to say on kept connections', () => {
    const report = readReport(REAL.replace(/^Keep-Alive requests: .*\n/m, ''));
    expect(report.kept).toBeNull();
  });

  test('in which nothing was answered is no report of a success', () => {
    const nothing = { requests: 0, run_us: 1_000_000, read_bytes: 0, write: 0, status: 0 };
    const report = readReport(printed({ ...nothing, ...NO_FAILURES, kept: 0 }));
    expect(report).toMatchObject({ requests: 0, window_ns: 1_000_000_000 });
    expect(successes(report)).toBe(0);
  });

  test.each([
    ['no report at all', 'apr_socket_connect(): Connection refused (111)\n'],
    ['one that was cut off', REAL.slice(0, REAL.indexOf('Requests per second'))],
    ['a time without its unit', withLine('Time taken for tests', '2.001')],
    ['a comma in a number', withLine('Time taken for tests', '2,001 seconds')],
    ['a rate that is no number', withLine('Requests per second', 'nan [#/sec] (mean)')],
    [
      'a rate that the requests do not give',
      withLine('Requests per second', '1.00 [#/sec] (mean)'),
    ],
    ['a count that is none', withLine('Complete requests', '-5')],
    ['failures without their kinds', withLine('Failed requests', '7')],
    ['a size without its unit', withLine('Total transferred', '7')],
    ['statuses in another form', `${REAL}Non-2xx responses: some\n`],
    ['kept connections in another form', withLine('Keep-Alive requests', '97 %')],
  ])('is refused when it is %s', (_, text) => {
    expect(() => readReport(text)).toThrow(UnreadableReport);
  });
});

describe('connections that were not kept', () => {
  const CONNECTIONS = 32;
  const run = { run_us: 2_000_000, read_bytes: 1, write: 0, status: 0, ...NO_FAILURES };
  const closedOf = (requests: number, kept: number | null, receive = 0): number =>
    closed(readReport(printed({ ...run, requests, kept, receive })), CONNECTIONS);

  test('are none when each answer was followed by the next request', () => {
    expect(closedOf(50_000, 50_000)).toBe(0);
  });

  test('are none when the last answer of each does not count, as in newer releases', () => {
    expect(closedOf(50_000, 50_000 - CONNECTIONS)).toBe(0);
  });

  test('are nearly all when the server answers HTTP/1.0 by closing', () => {
    expect(closedOf(50_000, 0)).toBe(50_000 - CONNECTIONS);
  });

  test('are found even if the server closes few of them', () => {
    expect(closedOf(50_000, 49_900)).toBe(100 - CONNECTIONS);
  });

  test('are not those that broke', () => {
    expect(closedOf(50_000, 49_000, 1000)).toBe(0);
  });
});

describe('whatever ab has measured', () => {
  const some = fc.nat({ max: 1e6 });
  const measured = fc.record({
    requests: fc.nat({ max: 1e9 }),
    run_us: fc.integer({ min: 1_000_000, max: 3_600_000_000 }),
    read_bytes: fc.nat({ max: 2 ** 45 }),
    ...{ connect: some, receive: some, length: some, exceptions: some },
    ...{ write: some, status: some },
    kept: fc.option(fc.nat({ max: 1e9 })),
  });

  test('counts are read exactly, and the time to what was printed', () => {
    fc.assert(
      fc.property(measured, (run) => {
        const { connect, receive, length, exceptions } = run;
        const report = readReport(printed(run));
        expect(report).toMatchObject({
          requests: run.requests,
          kept: run.kept,
          read_bytes: run.read_bytes,
          failed: connect + receive + length + exceptions,
          write_errors: run.write,
          bad_statuses: run.status,
        });
        const s = run.run_us / 1e6;
        const rps = run.requests / s;
        const byRate = rps < 0.0051 ? Infinity : (0.0051 / (rps - 0.005)) * s;
        // The nanoseconds are rounded, too.
        const off_s = Math.abs(report.window_ns / 1e9 - s);
        expect(off_s).toBeLessThanOrEqual(Math.min(0.00051, byRate) + 1e-9);
      }),
    );
  });

  test('no success is made up: what failed is told, and the rest is no more than what came', () => {
    fc.assert(
      fc.property(measured, (run) => {
        const { connect, receive, length, exceptions, write, status } = run;
        const report = readReport(printed(run));
        const failed = connect + receive + length + exceptions + write + status;
        expect(Object.values(failures(report)).reduce((sum, one) => sum + one, 0)).toBe(failed);
        expect(successes(report)).toBe(Math.max(0, run.requests - failed));
      }),
    );
  });

  test.each([
    ['Complete requests', '9'.repeat(400)],
    ['Complete requests', '9007199254740993'],
    ['Time taken for tests', `${'9'.repeat(400)}.0 seconds`],
    ['Total transferred', `${'9'.repeat(400)} bytes`],
    ['Requests per second', `${'9'.repeat(400)}.0 [#/sec] (mean)`],
  ])('%s with a number too large to be one is refused', (name, text) => {
    expect(() => readReport(withLine(name, text))).toThrow(UnreadableReport);
  });

  test('other text is refused, never misread', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => readReport(text)).toThrow(UnreadableReport);
      }),
    );
  });
});
