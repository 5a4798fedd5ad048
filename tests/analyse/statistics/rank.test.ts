import { describe, expect, it } from '@jest/globals';
import { rankEntries } from '../../../src/analyse/statistics/rank.ts';
import { observe } from './observe.ts';

const TABLE = {
  slow: [50, 51, 49, 50],
  fast: [100, 102, 98, 101],
  alike: [101, 100, 99, 100],
  middle: [80, 81, 79, 82],
};

const ranks = (...args: Parameters<typeof rankEntries>) =>
  rankEntries(...args).map(({ entry, rank, tied_with_best }) => [entry, rank, tied_with_best]);

describe('a ranking', () => {
  it('counts those that are better for certain, and ties the others', () => {
    expect(ranks(observe(TABLE), 'higher')).toEqual([
      ['fast', 1, true],
      ['alike', 1, true],
      ['middle', 3, false],
      ['slow', 4, false],
    ]);
  });

  it('begins with the lowest where lower is better', () => {
    expect(ranks(observe(TABLE), 'lower').map(([entry]) => entry)).toEqual([
      'slow',
      'middle',
      'alike',
      'fast',
    ]);
  });

  it('names who is better', () => {
    const found = rankEntries(observe(TABLE), 'higher').find(({ entry }) => entry === 'middle');
    expect([...(found?.beaten_by ?? [])].sort()).toEqual(['alike', 'fast']);
  });

  it('gives each one its ratio to the best', () => {
    const [first, , third] = rankEntries(observe(TABLE), 'higher');
    expect(first?.ratio_to_best).toMatchObject({ estimate: 1, low: 1, high: 1 });
    expect(third?.ratio_to_best.estimate).toBeCloseTo(0.803, 2);
  });

  it('of one round knows the order and no rank', () => {
    expect(ranks(observe({ a: [1], b: [2] }), 'higher')).toEqual([
      ['b', null, true],
      ['a', null, true],
    ]);
  });

  it('of nothing is empty', () => {
    expect(rankEntries([], 'higher')).toEqual([]);
  });

  it('of one entry has one rank', () => {
    expect(rankEntries(observe({ a: [1, 2, 3] }), 'higher')).toMatchObject([
      { entry: 'a', ratio_to_best: { estimate: 1 }, tied_with_best: true },
    ]);
  });

  it('calls fewer differences certain the more there are to compare', () => {
    const table = { a: [100, 102, 101], b: [97, 98.5, 99] };
    const many = Object.fromEntries(
      Array.from({ length: 14 }, (_, i) => [`e${i}`, [100 + (i % 3), 100 - (i % 2), 101]]),
    );
    const isBeaten = (observations: ReturnType<typeof observe>): boolean =>
      (rankEntries(observations, 'higher').find(({ entry }) => entry === 'b')?.rank ?? 1) > 1;
    expect(isBeaten(observe(table))).toBe(true);
    expect(isBeaten(observe({ ...table, ...many }))).toBe(false);
  });
});
