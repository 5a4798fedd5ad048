import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concerns, readThreshold } from '../../../src/analyse/thresholds/read-threshold.ts';
import type { Threshold } from '../../../src/analyse/thresholds/threshold.ts';

function read(text: string): Threshold {
  const threshold = readThreshold(text);
  if (!threshold.ok) throw new Error(threshold.fault);
  return threshold.threshold;
}

describe('a threshold', () => {
  test.each([
    ['p99<200ms', '*', '*', 'p99', '<', 200e6, 'ns'],
    ['  p50 <= 1.5 ms ', '*', '*', 'p50', '<=', 1.5e6, 'ns'],
    ['rust-*:* p95<500us', 'rust-*', '*', 'p95', '<', 500e3, 'ns'],
    [
      'go-gin:cpp-cpr throughput>=10k',
      'go-gin',
      'cpp-cpr',
      'throughput',
      '>=',
      10_000,
      'requests_per_s',
    ],
    ['*:* throughput > 500/s', '*', '*', 'throughput', '>', 500, 'requests_per_s'],
    ['errors==0', '*', '*', 'errors', '==', 0, 'requests'],
    ['errors<0.1%', '*', '*', 'errors', '<', 0.001, 'share'],
    ['cpu_us_per_request<30', '*', '*', 'cpu_us_per_request', '<', 30, 'us'],
    ['cpu_us_per_request<0.5ms', '*', '*', 'cpu_us_per_request', '<', 500, 'us'],
    ['?o:* rss<64MiB', '?o', '*', 'rss', '<', 64 * 2 ** 20, 'bytes'],
    ['rss<2g', '*', '*', 'rss', '<', 2 ** 31, 'bytes'],
  ])('%s', (text, server, client, metric, operator, limit, unit) => {
    expect(read(text)).toMatchObject({ server, client, metric, operator, unit });
    expect(read(text).limit).toBeCloseTo(limit, 9);
    expect(read(text).text).toBe(text.trim());
  });

  test('of a million digits is refused in one go', () => {
    for (const text of [`p99<${'1'.repeat(1_000_000)}`, `p99<1${' '.repeat(1_000_000)}!`])
      expect(readThreshold(text).ok).toBe(false);
  });

  test('concerns the pairs that both of its globs name', () => {
    const pair = { server: 'go-gin', client: 'cpp-cpr' };
    for (const glob of ['go-gin:cpp-cpr', 'go-*:*', '*:*', '*-gin:cpp-???'])
      expect(concerns(read(`${glob} p99<1ms`), pair)).toBe(true);
    for (const glob of ['go:*', 'go-gin:cpp', 'cpp-cpr:go-gin'])
      expect(concerns(read(`${glob} p99<1ms`), pair)).toBe(false);
  });
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['', '', /^a metric is missing here: choose throughput, p50, p95, p99, errors/],
    ['p98<5ms', 'p98<5ms', /^"p98" is no metric: choose throughput/],
    ['go:cpp', '', /^a metric is missing here/],
    ['p99', '', /^a comparison is missing here: choose < <= > >= ==$/],
    ['p99 = 5ms', '= 5ms', /^"=" is no comparison/],
    ['p99!=5ms', '!=5ms', /^"!=" is no comparison/],
    ['p99<', '', /^a value is missing here$/],
    ['p99<5', '5', /^"5" is not a time with its unit, such as 500us, 5ms or 1s$/],
    ['p99<5parsecs', '5parsecs', /^"5parsecs" is not a time/],
    ['*:* p99 < 5ms 6', '5ms 6', /^"5ms 6" is not a time/],
    ['throughput>1 0k', '1 0k', /^"1 0k" is not a rate/],
    ['throughput>5ms', '5ms', /^"5ms" is not a rate/],
    ['throughput>-5', '-5', /^"-5" is not a rate/],
    ['errors<lots', 'lots', /^"lots" is not a number or a share, such as 0, 10 or 0.1%$/],
    ['errors<1,5%', '1,5%', /^"1,5%" is not a percentage/],
    ['rss<64', '64', /^"64" is not a size/],
    ['*:*p99<5ms', '<5ms', /^a blank must stand between the pair and the metric$/],
    ['go:cpp:x p99<5ms', ':x p99<5ms', /^a pair has one colon, SERVER:CLIENT/],
    [':cpp p99<5ms', ':cpp p99<5ms', /^a name or a glob is missing here/],
    ['go: p99<5ms', ' p99<5ms', /^a name or a glob is missing here/],
    ['go:C++ p99<5ms', 'C++ p99<5ms', /^"C" is in no name of a service$/],
    ['go-gin p99<5ms', 'go-gin p99<5ms', /^"go-gin" is no metric/],
  ])('%j at %j', (text, rest, fault) => {
    const threshold = readThreshold(text);
    expect(threshold.ok ? '' : threshold.fault).toMatch(fault);
    expect(threshold.ok ? null : text.slice(threshold.at)).toBe(rest);
  });

  test('whatever is given', () => {
    const word = fc.constantFrom('p99', '<', '<=', '*:*', ':', '5ms', ' ', '1%', 'rss', 'é', '👍');
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const threshold = readThreshold(given);
        if (threshold.ok) expect(Number.isFinite(threshold.threshold.limit)).toBe(true);
        else expect(threshold.at).toBeLessThanOrEqual(given.length);
      }),
    );
  });
});
