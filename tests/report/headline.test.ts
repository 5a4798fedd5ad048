import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import type { Ranking } from '../../src/analyse/result-comparison.ts';
import { renderHeadline } from '../../src/report/headline.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { changed, NO_INTERVAL, resultOf } from './cell-fixture.ts';
import { CLIENTS, comparison, SERVERS } from './comparison-fixture.ts';

function headline(result: RunResult): string {
  return renderHeadline(result, 200, paletteFor(false)).join(' ');
}

function withPairs(change: (ranking: Ranking) => void): string {
  return headline(
    changed(comparison(), ({ rankings }) => {
      for (const ranking of rankings)
        if (ranking.of === 'pairs' && ranking.metric === 'throughput_rps') change(ranking);
    }),
  );
}

/** The first ones share the first rank. */
const tie = (count: number): string =>
  withPairs(({ entries }) => {
    entries.forEach((entry, index) => {
      if (index < count) [entry.rank, entry.tied_with_best] = [1, true];
    });
  });

describe('the fastest pair', () => {
  test('is named with how sure that is, and by how much', () => {
    expect(headline(comparison())).toBe(
      'Fastest: rust-actix x rust-reqwest, 76.9k (75.5-78.4k) req/s; ' +
        'next is rust-actix x cpp-cpr, 1.41 (1.37-1.45) times slower.',
    );
  });

  test('is not one of two that are tied', () => {
    expect(tie(2)).toBe(
      'No single fastest pair: rust-actix x rust-reqwest and rust-actix x cpp-cpr are tied, ' +
        'the first at 76.9k (75.5-78.4k) req/s; ' +
        'next is go-gin x cpp-cpr, 1.46 (1.42-1.50) times slower.',
    );
  });

  test('is not one of many; the list stays short', () => {
    expect(tie(5)).toContain(
      'rust-actix x rust-reqwest, rust-actix x cpp-cpr, go-gin x cpp-cpr and 2 more are tied',
    );
  });

  test('is none where nothing can be told apart', () => {
    expect(tie(9)).toBe(
      'No single fastest pair: this run tells none of the 9 apart; ' +
        'rust-actix x rust-reqwest has 76.9k (75.5-78.4k) req/s.',
    );
  });

  test('is only the best value where one round has no intervals', () => {
    const text = withPairs((ranking) => {
      ranking.absent = 'one round has no interval';
      for (const entry of ranking.entries) {
        Object.assign(entry, { rank: null, why_not: ranking.absent });
        [entry.value.low, entry.value.high] = [null, null];
      }
    });
    expect(text).toBe(
      'No pair is ranked by throughput: one round has no interval; ' +
        'rust-actix x rust-reqwest has the best value, 76.9k req/s.',
    );
  });

  test('is not known where one that may be better is not ranked', () => {
    const text = withPairs(({ entries }) => {
      const first = entries.shift();
      if (first !== undefined) entries.push({ ...first, rank: null, why_not: 'it may be better' });
    });
    expect(text).toBe(
      'No single fastest pair is known: one that may be better is not ranked; ' +
        'of the others rust-actix x cpp-cpr has 54.6k (53.6-55.7k) req/s.',
    );
  });

  test('is named as such where one alone is ranked', () => {
    const text = withPairs((ranking) => (ranking.entries = ranking.entries.slice(0, 1)));
    expect(text).toBe(
      'The one pair that is ranked: rust-actix x rust-reqwest, 76.9k (75.5-78.4k) req/s.',
    );
  });

  test('is none where none is ranked, for the reason that is given', () => {
    const text = withPairs(({ entries }) => {
      for (const entry of entries)
        Object.assign(entry, { rank: null, why_not: 'the pair failed', value: NO_INTERVAL });
    });
    expect(text).toBe('No pair is ranked by throughput: the pair failed.');
  });
});

test('at a rate that was asked for, the lowest P99 is the verdict', () => {
  const atRate = changed(comparison(), (run) => (run.settings.rate_per_s = 4310));
  expect(headline(atRate)).toBe(
    'Lowest P99: rust-actix x rust-reqwest, 160 µs (151-170); ' +
      'next is rust-actix x cpp-cpr, 1.19 (1.16-1.22) times as high.',
  );
});

test('a run of one pair tells its value, and compares nothing', () => {
  const one = comparison({ servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) });
  expect(headline(one)).toBe('go-gin x cpp-cpr: 52.6k (51.7-53.6k) req/s.');
  const atRate = changed(one, (run) => (run.settings.rate_per_s = 4310));
  expect(headline(atRate)).toBe('go-gin x cpp-cpr: P99 244 µs (230-259).');
});

test('a result without rankings has no verdict', () => {
  expect(headline(resultOf([], {}))).toBe('');
});
