import { describe, expect, test } from '@jest/globals';
import type { Compared } from '../../../src/analyse/comparison/compared.ts';
import { variationsOf } from '../../../src/analyse/comparison/variations.ts';
import { variationSchema } from '../../../src/analyse/result-comparison.ts';
import type { VariationResult } from '../../../src/analyse/result-comparison.ts';
import type { NamedPair, Variation } from '../../../src/plan/facts.ts';
import { cell, compared, latencyCell } from './compared-fixture.ts';
import { CLIENT_BUSY, rounds, SERVER_BUSY } from './ranking-fixture.ts';

const BASE: NamedPair = { server: 'actix', client: 'reqwest' };
const serverVariant = (name: string): Variation => ({
  ...{ side: 'server', base: BASE },
  pair: { ...BASE, server: `actix@${name}` },
});
const NO_LTO = serverVariant('no-lto');
const MULTI: Variation = {
  ...{ side: 'client', base: BASE },
  pair: { ...BASE, client: 'reqwest@multi' },
};

type CellOptions = Parameters<typeof cell>[1];

function found(
  cells: Readonly<Record<string, CellOptions>>,
  variations: readonly Variation[] = [NO_LTO],
  changes: Partial<Compared> = {},
): VariationResult[] {
  const all = compared({
    cells: Object.entries(cells).map(([pair, options]) => cell(pair, options)),
    reference: null,
    ...changes,
  });
  return variationsOf(variations, all).map((one) => variationSchema.parse(one));
}

/** By the first metric. */
function only(...given: Parameters<typeof found>): VariationResult {
  const [first] = found(...given);
  if (first === undefined) throw new Error('nothing was found');
  return first;
}

const shape = ({ sentence }: VariationResult): string =>
  sentence.replace(/[\d.]+ \([\d.]+-[\d.]+\)/, 'RATIO');

describe('a variant of the server', () => {
  test('that is slower', () => {
    const one = only({
      'actix:reqwest': { rps: rounds(50_000, 0), ...SERVER_BUSY },
      'actix@no-lto:reqwest': { rps: rounds(40_000, 1), ...SERVER_BUSY },
    });
    expect(shape(one)).toBe("actix@no-lto serves RATIO of actix's requests: slower");
    expect(one).toMatchObject({ verdict: 'worse', rounds: 3, bound: false, absent: null });
    expect(one.ratio.estimate).toBeCloseTo(0.8, 2);
    expect(one.sentence).toMatch(/ 0\.8\d* \(0\.7\d*-0\.8\d*\) /);
  });

  test('that is faster', () => {
    const one = only({
      'actix:reqwest': { rps: rounds(40_000, 0), ...SERVER_BUSY },
      'actix@no-lto:reqwest': { rps: rounds(50_000, 1), ...SERVER_BUSY },
    });
    expect(shape(one)).toBe("actix@no-lto serves RATIO times actix's requests: faster");
    expect(one.verdict).toBe('better');
  });

  test('that makes no difference', () => {
    const one = only({
      'actix:reqwest': { rps: rounds(50_000, 0), ...SERVER_BUSY },
      'actix@no-lto:reqwest': { rps: rounds(50_000, 1), ...SERVER_BUSY },
    });
    expect(shape(one)).toMatch(
      /^actix@no-lto serves RATIO (of|times) actix's requests: no difference is found$/,
    );
    expect(one.verdict).toBe('tied');
  });

  test('is paired with its base by round: what a round does to both is in no interval', () => {
    const drift = [1, 0.5, 2, 1.5];
    const one = only({
      'actix:reqwest': { rps: drift.map((factor) => factor * 50_000), ...SERVER_BUSY },
      'actix@no-lto:reqwest': {
        rps: drift.map((factor, index) => factor * 49_000 * (1 + 0.001 * (index % 2))),
        ...SERVER_BUSY,
      },
    });
    expect(one.verdict).toBe('worse');
    expect((one.ratio.high ?? 0) - (one.ratio.low ?? 0)).toBeLessThan(0.01);
  });
});

describe('where the other side was the limit, the sentence says so', () => {
  test.each<[string, CellOptions, CellOptions, string]>([
    [
      'of both',
      CLIENT_BUSY,
      CLIENT_BUSY,
      '; the client was the limit of both, so the servers may differ by more',
    ],
    [
      'with the variant',
      SERVER_BUSY,
      CLIENT_BUSY,
      '; the client was the limit with actix@no-lto, so the servers may differ by more',
    ],
    [
      'with the base',
      CLIENT_BUSY,
      SERVER_BUSY,
      '; the client was the limit with actix, so the servers may differ by more',
    ],
  ])('%s', (_, base, variant, end) => {
    const one = only({
      'actix:reqwest': { rps: rounds(50_000, 0), ...base },
      'actix@no-lto:reqwest': { rps: rounds(40_000, 1), ...variant },
    });
    expect(one.bound).toBe(true);
    expect(one.sentence.endsWith(`: slower${end}`)).toBe(true);
  });

  test('and not where it is the side that varies', () => {
    const one = only(
      {
        'actix:reqwest': { rps: rounds(50_000, 0), ...CLIENT_BUSY },
        'actix:reqwest@multi': { rps: rounds(60_000, 1), ...CLIENT_BUSY },
      },
      [MULTI],
    );
    expect(one.bound).toBe(false);
    expect(shape(one)).toBe("reqwest@multi sends RATIO times reqwest's requests: faster");
  });
});

describe('beside the throughput', () => {
  const CELLS = {
    'actix:reqwest': {
      rps: rounds(50_000, 0),
      server_cpu_us: rounds(10, 2),
      client_cpu_us: rounds(12, 3),
      ...SERVER_BUSY,
    },
    'actix@no-lto:reqwest': {
      rps: rounds(40_000, 1),
      server_cpu_us: rounds(13, 3),
      client_cpu_us: rounds(12, 2),
      ...SERVER_BUSY,
    },
  };
  const latency = {
    rate_per_s: 20_000,
    cells: [
      latencyCell('actix:reqwest', rounds(2e6, 0)),
      latencyCell('actix@no-lto:reqwest', rounds(1e6, 1)),
    ],
  };

  test('stand latency at equal load and CPU time of the side that varies', () => {
    expect(found(CELLS, [NO_LTO], { latency }).map(shape)).toEqual([
      "actix@no-lto serves RATIO of actix's requests: slower",
      'actix@no-lto: P50 at 20000 requests/s is RATIO times that of actix: lower',
      'actix@no-lto: P99 at 20000 requests/s is RATIO times that of actix: lower',
      'actix@no-lto needs RATIO times the CPU time per request of actix: more',
    ]);
    const cpu = found(CELLS).at(-1);
    expect(cpu?.ratio.estimate).toBeCloseTo(1.3, 2);
    expect(cpu?.verdict).toBe('worse');
  });

  test('what was not measured is left out', () => {
    const metrics = (changes: Partial<Compared>): string[] =>
      found(CELLS, [NO_LTO], changes).map(({ metric }) => metric);
    expect(metrics({})).toEqual(['throughput_rps', 'cpu_us_per_request']);
    expect(metrics({ latency, rate_per_s: 20_000 })).toEqual([
      'p50_at_rate_ns',
      'p99_at_rate_ns',
      'cpu_us_per_request',
    ]);
  });

  test('the CPU time of each side is that of its own variants', () => {
    const both = found(
      {
        ...CELLS,
        'actix:reqwest@multi': {
          rps: rounds(60_000, 1),
          server_cpu_us: rounds(10, 1),
          client_cpu_us: rounds(6, 1),
          ...SERVER_BUSY,
        },
      },
      [NO_LTO, MULTI],
    ).filter(({ metric }) => metric === 'cpu_us_per_request');
    expect(both.map(({ side, ratio }) => [side, (ratio.estimate ?? 0).toFixed(1)])).toEqual([
      ['server', '1.3'],
      ['client', '0.5'],
    ]);
  });
});

describe('no verdict', () => {
  test('of one round', () => {
    const one = only({
      'actix:reqwest': { rps: [50_000], ...SERVER_BUSY },
      'actix@no-lto:reqwest': { rps: [40_000], ...SERVER_BUSY },
    });
    expect(one).toMatchObject({ verdict: null, absent: 'an interval needs two rounds at least' });
    expect(one.sentence).toBe(
      "actix@no-lto serves 0.80 of actix's requests, but how sure that is is not known: an interval needs two rounds at least",
    );
  });

  test('where one of the two is not valid', () => {
    const one = only({
      'actix:reqwest': { rps: rounds(50_000, 0), ...SERVER_BUSY },
      'actix@no-lto:reqwest': { rps: [], status: 'failed', reasons: ['it ended'] },
    });
    expect(one).toMatchObject({ verdict: null, ratio: { estimate: null, low: null, high: null } });
    expect(one.sentence).toBe(
      'actix@no-lto cannot be held against actix by throughput: actix@no-lto:reqwest: failed: it ended',
    );
  });

  test('where none was measured', () => {
    expect(only({}).verdict).toBeNull();
    expect(found({}, [])).toEqual([]);
  });
});

test('several variants are corrected for their number', () => {
  const near = [1, 1.012, 1.004, 1.01].map((factor) => factor * 50_000);
  const cells = (count: number): Record<string, CellOptions> => ({
    'actix:reqwest': { rps: [50_000, 50_300, 50_000, 50_100], ...SERVER_BUSY },
    ...Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `actix@v${index}:reqwest`,
        { rps: near.map((rps) => rps * (index === 0 ? 1.006 : 1)), ...SERVER_BUSY },
      ]),
    ),
  });
  const verdicts = (count: number): VariationResult[] =>
    found(
      cells(count),
      Array.from({ length: count }, (_, index) => serverVariant(`v${index}`)),
    ).filter(({ metric }) => metric === 'throughput_rps');
  expect(verdicts(1)).toHaveLength(1);
  const many = verdicts(9);
  for (const { verdict, ratio, sentence } of many)
    if (verdict === 'tied' && (ratio.low ?? 0) > 1)
      expect(sentence).toContain('not enough to tell them apart among 9 comparisons');
  expect(many.some(({ verdict }) => verdict === 'tied')).toBe(true);
});
