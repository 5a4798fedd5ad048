import { describe, expect, test } from '@jest/globals';
import { cell, compared } from './compared-fixture.ts';
import {
  CLIENT_BUSY,
  entryOf,
  places,
  ranking,
  rounds,
  SERVER_BUSY,
  shapes,
} from './ranking-fixture.ts';

describe('pairs by throughput', () => {
  const all = compared({
    cells: [
      cell('go-gin:cpp-cpr', { rps: rounds(50_000, 0), ...SERVER_BUSY }),
      cell('go-gin:rust-reqwest', { rps: rounds(50_300, 1), ...SERVER_BUSY }),
      cell('rust-actix:cpp-cpr', { rps: rounds(95_000, 2), ...CLIENT_BUSY }),
      cell('rust-actix:rust-reqwest', {
        status: 'failed',
        reasons: ['round 2: the client failed', 'round 3: the client failed'],
      }),
    ],
  });
  const pairs = ranking('pairs', 'throughput_rps', all);

  test('are in order, with values, ratios, ranks and ties', () => {
    expect(pairs).toMatchObject({
      better: 'higher',
      under: null,
      method: 'pooled t',
      absent: null,
    });
    expect(places(pairs)).toEqual([
      ['rust-actix:cpp-cpr', 1],
      ['go-gin:rust-reqwest', 2],
      ['go-gin:cpp-cpr', 2],
      ['rust-actix:rust-reqwest', null],
    ]);
    const { value, ratio_to_best, tied_with_best } = entryOf(pairs, 'go-gin:cpp-cpr');
    expect(value.estimate).toBeCloseTo(50_000, -1);
    expect(value.low).toBeLessThan(50_000);
    expect(value.high).toBeGreaterThan(50_000);
    expect(ratio_to_best.estimate).toBeCloseTo(50 / 95, 3);
    expect(tied_with_best).toBe(false);
    const best = entryOf(pairs, 'rust-actix:cpp-cpr');
    expect(best.ratio_to_best.estimate).toBe(1);
    expect(best.tied_with_best).toBe(true);
  });

  test('are no bounds, whichever side was the limit', () => {
    expect(pairs.entries.map(({ bound }) => bound)).toEqual([false, false, false, false]);
  });

  test('that are not valid are not ranked and say why', () => {
    expect(entryOf(pairs, 'rust-actix:rust-reqwest')).toMatchObject({
      value: { estimate: null, low: null, high: null },
      rank: null,
      tied_with_best: false,
      why_not: 'failed: round 2: the client failed',
    });
  });

  test('are told in fewer sentences than there are entries', () => {
    expect(shapes(pairs)).toEqual([
      'rust-actix:cpp-cpr reaches RATIO times the throughput of go-gin:rust-reqwest',
      'go-gin:rust-reqwest and go-gin:cpp-cpr are tied: RATIO',
    ]);
  });
});

describe('what the rounds cannot tell', () => {
  test('one round has no ranks', () => {
    const all = compared({
      cells: [
        cell('go-gin:a', { rps: [50_000] }),
        cell('go-gin:b', { rps: [70_000] }),
        cell('go-gin:c', { rps: [null], disturbed: true }),
      ],
    });
    const pairs = ranking('pairs', 'throughput_rps', all);
    expect(pairs).toMatchObject({
      method: null,
      sentences: [],
      absent: 'one round has no interval',
    });
    expect(pairs.entries.map(({ name }) => name)).toEqual(['go-gin:b', 'go-gin:a', 'go-gin:c']);
    for (const entry of pairs.entries.slice(0, 2)) {
      expect(entry.value).toMatchObject({ low: null, high: null });
      expect(entry).toMatchObject({ rank: null, tied_with_best: false });
      expect(entry.why_not).toBe('one round has no interval');
    }
    expect(entryOf(pairs, 'go-gin:b').value.estimate).toBeCloseTo(70_000, 6);
  });

  test('one round has no ranks, and where the machine left no more of several, that is said', () => {
    const all = compared({
      cells: [
        cell('go-gin:a', { rps: [50_000, null, null], disturbed: true }),
        cell('go-gin:b', { rps: [null, null, null], disturbed: true }),
        cell('go-gin:c', { rps: [null, 60_000, null], disturbed: true }),
      ],
    });
    const why = 'no two rounds of a pair were left undisturbed by the machine';
    const pairs = ranking('pairs', 'throughput_rps', all);
    expect(pairs).toMatchObject({ absent: why, sentences: [] });
    expect(entryOf(pairs, 'go-gin:a').why_not).toBe(why);
    expect(entryOf(pairs, 'go-gin:b').why_not).toBe('the machine disturbed each of its windows');
  });

  test('pairs without a common round are not ranked', () => {
    const all = compared({
      cells: [
        cell('go-gin:a', { rps: [50_000, 51_000, null, null] }),
        cell('go-gin:b', { rps: [null, null, 70_000, 71_000] }),
      ],
    });
    const pairs = ranking('pairs', 'throughput_rps', all);
    expect(entryOf(pairs, 'go-gin:a')).toMatchObject({
      rank: null,
      why_not: expect.stringContaining('no round in common'),
    });
    expect(pairs.sentences).toEqual([]);
  });

  test('a pair that misses a round is ranked all the same', () => {
    const all = compared({
      cells: [
        cell('go-gin:a', { rps: rounds(50_000, 0) }),
        cell('go-gin:b', { rps: [70_000, null, 70_300] }),
        cell('go-gin:c', { rps: rounds(60_000, 2) }),
      ],
    });
    expect(places(ranking('pairs', 'throughput_rps', all))).toEqual([
      ['go-gin:b', 1],
      ['go-gin:c', 2],
      ['go-gin:a', 3],
    ]);
  });

  test('nothing valid at all', () => {
    const all = compared({
      cells: [cell('go-gin:a', { status: 'skipped' }), cell('go-gin:b', { status: 'invalid' })],
    });
    expect(ranking('pairs', 'throughput_rps', all)).toMatchObject({
      method: null,
      sentences: [],
      absent: null,
      entries: [{ why_not: 'skipped' }, { why_not: 'invalid' }],
    });
    expect(ranking('pairs', 'throughput_rps', compared({}))).toMatchObject({ entries: [] });
  });
});

test('a difference that is only one of many comparisons is no tie and no rank', () => {
  // 1.5 % apart with little noise: found as the only comparison, not as one of 28.
  const cells = Array.from({ length: 8 }, (_, index) =>
    cell(`s${index}:c`, { rps: rounds(index === 0 ? 50_800 : 50_000, index % 4) }),
  );
  const pairs = ranking('pairs', 'throughput_rps', compared({ cells }));
  expect(entryOf(pairs, 's0:c')).toMatchObject({ rank: 1, tied_with_best: true });
  expect(pairs.sentences.length).toBeLessThan(8);
  expect(pairs.sentences.join('\n')).toContain('is not enough among 28 comparisons');
});
