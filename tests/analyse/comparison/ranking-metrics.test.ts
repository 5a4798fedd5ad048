import { describe, expect, test } from '@jest/globals';
import { cell, compared, latencyCell } from './compared-fixture.ts';
import {
  CLIENT_BUSY,
  entryOf,
  places,
  ranking,
  rounds,
  serversAt,
  shapes,
} from './ranking-fixture.ts';

describe('latency at equal rate', () => {
  const cells = ['cpp-cpr', 'python-aiohttp', 'rust-reqwest'].map((client) =>
    cell(`go-gin:${client}`),
  );
  const latency = {
    rate_per_s: 2000,
    cells: [
      latencyCell('go-gin:cpp-cpr', rounds(1.4e6, 0)),
      latencyCell('go-gin:python-aiohttp', [null, null, null], {
        rounds: [1, 2, 3].map((round) => ({ round, p50_ns: 4e6 + round, p99_ns: null })),
      }),
      latencyCell('go-gin:rust-reqwest', rounds(1e6, 1)),
    ],
  };

  test('the smallest is the best', () => {
    const p99 = ranking('pairs', 'p99_at_rate_ns', compared({ cells, latency }));
    expect(p99.better).toBe('lower');
    expect(places(p99)).toEqual([
      ['go-gin:rust-reqwest', 1],
      ['go-gin:cpp-cpr', 2],
      ['go-gin:python-aiohttp', null],
    ]);
    expect(entryOf(p99, 'go-gin:cpp-cpr').ratio_to_best.estimate).toBeCloseTo(1.4, 2);
    expect(entryOf(p99, 'go-gin:python-aiohttp').why_not).toBe(
      'the windows hold too few requests for this percentile',
    );
    expect(shapes(p99)).toEqual([
      'go-gin:cpp-cpr: P99 at 2000 requests/s is RATIO times that of go-gin:rust-reqwest',
    ]);
  });

  test('the ratio of a sentence is that of the worse one to the better one', () => {
    const p99 = ranking('pairs', 'p99_at_rate_ns', compared({ cells, latency }));
    expect(p99.sentences[0]).toMatch(/ is 1\.4\d* \(1\.3\d+-1\.4\d+\) times /);
  });

  test('P50 is ranked by itself', () => {
    const p50 = ranking('pairs', 'p50_at_rate_ns', compared({ cells, latency }));
    expect(places(p50).map(([, rank]) => rank)).toEqual([1, 2, 3]);
    expect(p50.sentences[0]).toContain('P50 at 2000 requests/s');
  });

  test('a tie names what it is by', () => {
    const tied = {
      ...latency,
      cells: [
        latencyCell('go-gin:cpp-cpr', rounds(1e6, 0)),
        latencyCell('go-gin:rust-reqwest', rounds(1e6, 1)),
      ],
    };
    const p99 = ranking(
      'pairs',
      'p99_at_rate_ns',
      compared({ cells: cells.slice(0, 1).concat(cells.slice(2)), latency: tied }),
    );
    expect(shapes(p99)).toEqual([
      expect.stringMatching(
        /^go-gin:\S+ and go-gin:\S+ are tied by P99 at 2000 requests\/s: RATIO$/,
      ),
    ]);
  });

  test('is ranked at a fixed rate too; a bound of the throughput does not matter to it', () => {
    const all = serversAt(
      { 'go-gin': CLIENT_BUSY, 'rust-actix': CLIENT_BUSY },
      {
        rate_per_s: 2000,
        latency: {
          rate_per_s: 2000,
          cells: [
            latencyCell('go-gin:reference', rounds(1e6, 0)),
            latencyCell('rust-actix:reference', rounds(0.5e6, 1)),
          ],
        },
      },
    );
    expect(places(ranking('servers', 'p99_at_rate_ns', all))).toEqual([
      ['rust-actix', 1],
      ['go-gin', 2],
    ]);
  });

  test('without a pass there is none, and the reason', () => {
    expect(
      ranking('pairs', 'p99_at_rate_ns', compared({ cells, latency: { absent: 'no valid pair' } })),
    ).toMatchObject({ entries: [], absent: 'no valid pair' });
  });
});

describe('CPU time per request', () => {
  const cost = { client_cpu_us: rounds(10, 0), server_cpu_us: rounds(20, 1) };
  const all = compared({
    cells: [
      cell('go-gin:cpp-cpr', cost),
      cell('rust-actix:cpp-cpr', { ...cost, server_cpu_us: rounds(9, 2) }),
      cell('elsewhere:cpp-cpr', { client_cpu_us: rounds(10, 3) }),
    ],
    ceilings: [
      cell('go-gin:reference', { ...cost, ...CLIENT_BUSY }),
      cell('rust-actix:reference', { ...cost, server_cpu_us: rounds(9, 2), ...CLIENT_BUSY }),
      cell('elsewhere:reference', { client_cpu_us: rounds(10, 3) }),
    ],
  });

  test('of pairs is that of both sides', () => {
    const pairs = ranking('pairs', 'cpu_us_per_request', all);
    expect(entryOf(pairs, 'go-gin:cpp-cpr').value.estimate).toBeCloseTo(30, 1);
    expect(entryOf(pairs, 'elsewhere:cpp-cpr').why_not).toBe('the CPU time of a side is not known');
    expect(shapes(pairs)).toEqual([
      'go-gin:cpp-cpr needs RATIO times the CPU time per request of rust-actix:cpp-cpr',
    ]);
  });

  test('of servers is their own, and ranked where throughput is a bound', () => {
    const servers = ranking('servers', 'cpu_us_per_request', all);
    expect(places(servers)).toEqual([
      ['rust-actix', 1],
      ['go-gin', 2],
      ['elsewhere', null],
    ]);
    expect(entryOf(servers, 'rust-actix').value.estimate).toBeCloseTo(9, 1);
    expect(entryOf(servers, 'elsewhere').why_not).toBe('the CPU time of the server is not known');
  });
});
