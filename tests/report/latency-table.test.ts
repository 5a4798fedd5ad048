import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import type { LatencyAtRate } from '../../src/analyse/result-comparison.ts';
import type { Detail } from '../../src/report/detail.ts';
import { renderLatencyAtRate } from '../../src/report/latency-table.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { changed, resultOf, service } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';

function render(result: RunResult, detail: Detail = 'short'): string[] {
  return renderLatencyAtRate(result, 80, paletteFor(false), detail);
}

function edited(change: (one: LatencyAtRate, index: number) => void): RunResult {
  return changed(comparison(), ({ latency_at_rate }) => {
    latency_at_rate.forEach(change);
  });
}

describe('pairs at equal load', () => {
  const lines = render(comparison());

  test('have the rate over them, the lowest P99 first', () => {
    expect(lines[0]).toBe('Latency at equal load: 4.31k requests/s to each pair');
    expect(lines.slice(2, 11).map((line) => line.split(' ')[0])).toEqual([
      'rust-actix:rust-reqwest',
      'rust-actix:cpp-cpr',
      'go-gin:rust-reqwest',
      'go-gin:cpp-cpr',
      'rust-actix:python-aiohttp',
      'go-gin:python-aiohttp',
      'python-fastapi:rust-reqwest',
      'python-fastapi:cpp-cpr',
      'python-fastapi:python-aiohttp',
    ]);
  });

  test('have P50 and P99 with intervals, and the delay of sending', () => {
    expect(lines[2]?.split(/ {2,}/).slice(1)).toEqual([
      '53.4 µs (52.5-54.3)',
      '160 µs (151-170)',
      '19.2 µs',
    ]);
  });

  test('with the reference services are told in full only, in grey', () => {
    expect(lines.join('\n')).not.toContain('reference');
    const palette = paletteFor(true);
    const full = renderLatencyAtRate(comparison(), 80, palette, 'full');
    expect(full[2]).toBe(
      palette.dim('reference:reference            38.4 µs (37.8-39.1)  115 µs (109-122)  13.8 µs'),
    );
  });

  test('fit on a line each with the widest figures', () => {
    const wide = edited(({ p50_ns, p99_ns, send_delay_ns }) => {
      for (const interval of [p50_ns, p99_ns])
        Object.assign(interval, { estimate: 11.1e6, low: 10.1e6, high: 12.1e6 });
      send_delay_ns.p99 = 1_230_000;
    });
    expect(render(wide).slice(2, 11).join('\n')).toMatch(
      /^(\S+ +11\.1 ms \(10\.1-12\.1\) {2}11\.1 ms \(10\.1-12\.1\) {2}1\.23 ms\n?){9}$/,
    );
  });
});

describe('what is wrong is told', () => {
  test('a pair that was too slow, with its reason and without figures', () => {
    const lines = render(comparison({ tooSlow: ['go-gin:cpp-cpr'] }));
    const at = lines.indexOf('! invalid: go-gin:cpp-cpr');
    expect(lines[at + 1]).toBe('  96.1 % of the rate was reached, 99 % is needed');
    expect(lines.filter((line) => line.includes('go-gin:cpp-cpr'))).toHaveLength(1);
  });

  test('requests that were due and not sent', () => {
    expect(render(comparison()).join(' ')).toContain('All that were due were sent.');
    const some = edited((one, index) => (one.unsent = index === 1 ? 12 : 0));
    expect(render(some).join(' ')).toContain(
      'Due but not sent by the end: go-gin:python-aiohttp 12 requests.',
    );
    const unknown = edited((one, index) => (one.unsent = index === 1 ? null : 0));
    expect(render(unknown).join(' ')).toContain('not known of every pair');
  });

  test('disturbed pairs', () => {
    const lines = render(edited((one, index) => (one.disturbed = index === 0)));
    expect(lines.some((line) => line.startsWith('go-gin:cpp-cpr ~ '))).toBe(true);
    expect(lines.join(' ')).toContain('~: the machine disturbed a window');
  });

  test('why there is no interval', () => {
    const lines = render(
      edited((one) => {
        for (const interval of [one.p50_ns, one.p99_ns])
          [interval.low, interval.high] = [null, null];
        one.absent = { 'p99_ns.low': 'one round has no interval' };
      }),
    );
    expect(lines[2]).toMatch(/ 53\.4 µs {2,}160 µs /);
    expect(lines.at(-1)).toBe('-: one round has no interval.');
  });
});

test('a long list is cut in the short report', () => {
  const servers = ['one', 'two', 'three', 'four'].map((name) => service('server', name));
  expect(render(comparison({ servers }))).toContain('and 2 more, see -v or the JSON result');
});

test('a run without this pass has no section', () => {
  expect(render(resultOf([], {}))).toEqual([]);
});
