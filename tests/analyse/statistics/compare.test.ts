import { describe, expect, it } from '@jest/globals';
import { compareEntries } from '../../../src/analyse/statistics/compare.ts';
import { observe } from './observe.ts';

const one = (value: number): number => Number(value.toPrecision(6));

describe('ratios', () => {
  it('need no interval to be known: one round has a ratio, and says why it has no more', () => {
    const comparison = compareEntries(observe({ a: [200], b: [100] }));
    expect(comparison.method).toBeNull();
    expect(comparison.ratio('a', 'b')).toEqual({
      estimate: expect.closeTo(2, 12),
      low: null,
      high: null,
      absent: 'an interval needs two rounds at least',
      p_value: null,
      rounds: 1,
    });
    expect(comparison.absolute('a')).toMatchObject({
      estimate: expect.closeTo(200, 9),
      low: null,
      absent: 'an interval needs two rounds at least',
    });
  });

  it('of identical values have an interval of no width', () => {
    const comparison = compareEntries(observe({ a: [3, 3, 3], b: [3, 3, 3], c: [6, 6, 6] }));
    expect(comparison.ratio('a', 'b')).toMatchObject({ estimate: 1, low: 1, high: 1, p_value: 1 });
    const { estimate, low, high, p_value } = comparison.ratio('c', 'a');
    expect([estimate, low, high].map((value) => one(value ?? NaN))).toEqual([2, 2, 2]);
    expect(p_value).toBe(0);
    expect(comparison.absolute('c')).toMatchObject({ absent: null });
    expect(one(comparison.absolute('c').low ?? NaN)).toBe(6);
  });

  it('of rounds that all went up and down together leave the rounds out', () => {
    const comparison = compareEntries(observe({ a: [100, 50, 200], b: [110, 55, 220] }));
    const { low, high } = comparison.ratio('b', 'a');
    expect([low, high].map((value) => one(value ?? NaN))).toEqual([1.1, 1.1]);
    const { low: least, high: most } = comparison.absolute('a');
    expect((most ?? 0) / (least ?? 1)).toBeGreaterThan(10);
  });

  it('come from the rounds that both have when there are only these two', () => {
    const { estimate, rounds } = compareEntries(
      observe({ a: [100, 200, null, 1], b: [50, 100, 77, null] }),
    ).ratio('a', 'b');
    expect(one(estimate ?? NaN)).toBe(2);
    expect(rounds).toBe(2);
  });

  it('go by way of a third entry where there is no common round', () => {
    const comparison = compareEntries(
      observe({ a: [10, 10.2, null, null], b: [null, null, 30, 30.3], c: [5, 5.1, 5.1, 5] }),
    );
    const { estimate, low, high, rounds } = comparison.ratio('b', 'a');
    expect(rounds).toBe(0);
    expect(estimate).toBeCloseTo(
      ((30 * 30.3 * 5 * 5.1) ** 0.5 / 5 / 5.1 / (10 * 10.2) ** 0.5) * 5.05,
      1,
    );
    expect(low).toBeLessThan(estimate ?? 0);
    expect(high).toBeGreaterThan(estimate ?? Infinity);
  });

  it('are absent where nothing joins the two', () => {
    const comparison = compareEntries(
      observe({ a: [1, 1.1, null, null], b: [2, 2.1, null, null], c: [null, null, 3, 3.1] }),
    );
    expect(comparison.ratio('a', 'c')).toEqual({
      estimate: null,
      low: null,
      high: null,
      absent: 'a and c have no round in common, nor by way of others',
      p_value: null,
      rounds: 0,
    });
    expect(comparison.difference('a', 'c')).toBeNull();
    expect(comparison.ratio('a', 'b').low).not.toBeNull();
  });

  it('of an entry that was not measured are absent', () => {
    const comparison = compareEntries(observe({ a: [1, 2], b: [1, 2.1] }));
    expect(comparison.ratio('a', 'z').absent).toBe('z was not measured');
    expect(comparison.absolute('z').absent).toBe('z was not measured');
  });

  it('of nothing at all are absent as well', () => {
    const comparison = compareEntries([]);
    expect(comparison.method).toBeNull();
    expect(comparison.ratio('a', 'b').absent).toBe('a was not measured');
  });

  it('of an entry with itself are 1', () => {
    const comparison = compareEntries(observe({ a: [1, 2, 4], b: [2, 3, 5] }));
    expect(comparison.ratio('a', 'a')).toMatchObject({ estimate: 1, low: 1, high: 1, p_value: 1 });
  });

  it('are wider for the noisy one among quiet entries', () => {
    const quiet = { a: [100, 101, 99], b: [100, 99, 101], c: [101, 100, 100], d: [99, 100, 101] };
    const comparison = compareEntries(observe({ ...quiet, noisy: [100, 130, 80] }));
    const width = (a: string, b: string): number => {
      const { low, high } = comparison.ratio(a, b);
      return (high ?? NaN) / (low ?? NaN) - 1;
    };
    expect(width('noisy', 'a')).toBeGreaterThan(1.3 * width('a', 'b'));
  });

  it('are wider at a higher level', () => {
    const observations = observe({ a: [100, 103, 99], b: [50, 52, 51] });
    const at = (level: number) => compareEntries(observations, { level }).ratio('a', 'b');
    expect(at(0.99).low).toBeLessThan(at(0.95).low ?? 0);
    expect(at(0.99).high).toBeGreaterThan(at(0.95).high ?? Infinity);
  });
});

describe('what no logarithm can be taken of', () => {
  it.each([0, -1, NaN, Infinity])('as %d is refused', (value) => {
    expect(() => compareEntries(observe({ a: [1, value] }))).toThrow(
      `a, round 2: ${value} is not a finite number above 0`,
    );
  });

  it('is no worse than a round that is there twice', () => {
    const [first] = observe({ a: [1] });
    expect(() => compareEntries([first, first].flatMap((x) => x ?? []))).toThrow('is there twice');
  });
});

describe('from 15 rounds on', () => {
  const rounds = Array.from({ length: 15 }, (_, index) => index);
  const wave = rounds.map((round) => 100 + (round % 5));
  const higher = wave.map((value, round) => 1.1 * value * (1 + (round % 3) / 200));

  it('ranks decide, and one wild round does not matter', () => {
    const calm = compareEntries(observe({ a: wave, b: higher }));
    const wild = compareEntries(observe({ a: wave, b: higher.with(7, 1) }));
    expect(calm.method).toBe('Wilcoxon');
    const [before, after] = [calm.ratio('b', 'a'), wild.ratio('b', 'a')];
    expect((after.estimate ?? 0) / (before.estimate ?? 1)).toBeCloseTo(1, 2);
    expect((after.low ?? 0) / (before.low ?? 1)).toBeCloseTo(1, 2);
    expect(calm.difference('b', 'a')).toEqual({
      log: expect.closeTo(Math.log(before.estimate ?? NaN), 12),
      p_value: before.p_value,
    });
  });

  it('they do so only where their smallest p-value survives Holm', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`e${i}`, wave]));
    expect(compareEntries(observe({ ...many, b: higher })).method).toBe('pooled t');
  });

  it('a pair that has missed many rounds keeps its t interval', () => {
    const late = higher.map((value, round) => (round < 9 ? null : value));
    const comparison = compareEntries(observe({ a: wave, b: higher, late }));
    expect(comparison.method).toBe('Wilcoxon');
    expect(comparison.ratio('late', 'a')).toMatchObject({ rounds: 6, absent: null });
    expect(comparison.ratio('late', 'a').p_value).toBeLessThan(2 ** -5);
  });

  it('identical values are no difference', () => {
    const comparison = compareEntries(observe({ a: wave, b: wave }));
    expect(comparison.ratio('a', 'b')).toMatchObject({ estimate: 1, low: 1, high: 1, p_value: 1 });
  });
});
