/** What holds for all data. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareEntries } from '../../../src/analyse/statistics/compare.ts';
import { minimumDetectableRatio } from '../../../src/analyse/statistics/detectable.ts';
import { holm } from '../../../src/analyse/statistics/holm.ts';
import type { Estimate, Observation } from '../../../src/analyse/statistics/observation.ts';
import { rankEntries } from '../../../src/analyse/statistics/rank.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];

const logs = (rounds: number) =>
  fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: rounds, maxLength: rounds });

/** All entries in all rounds. */
const complete = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 17 }))
  .chain(([entries, rounds]) => fc.array(logs(rounds), { minLength: entries, maxLength: entries }))
  .map((table) =>
    table.flatMap((row, i) =>
      row.map((log, index): Observation => ({
        entry: NAMES[i] ?? '',
        round: index + 1,
        value: 1000 * Math.exp(log),
      })),
    ),
  );

/** In so many rounds that ranks decide. */
const many = fc.tuple(logs(15), logs(15), logs(15)).map((table) =>
  table.flatMap((row, i) =>
    row.map((log, index): Observation => ({
      entry: NAMES[i] ?? '',
      round: index + 1,
      value: Math.exp(log),
    })),
  ),
);

/** Some are missing. */
const partial = complete.chain((observations) => fc.subarray(observations, { minLength: 1 }));

const ratioOf = (observations: readonly Observation[]) =>
  compareEntries(observations).ratio('a', 'b');

function expectSame(actual: Estimate, expected: Estimate): void {
  for (const key of ['estimate', 'low', 'high'] as const) {
    const [one, other] = [actual[key], expected[key]];
    if (one === null || other === null) expect(one).toBe(other);
    else expect(Math.log(one)).toBeCloseTo(Math.log(other), 6);
  }
}

const inverse = ({ estimate, low, high, absent }: Estimate): Estimate => ({
  estimate: estimate === null ? null : 1 / estimate,
  low: high === null ? null : 1 / high,
  high: low === null ? null : 1 / low,
  absent,
});

describe('a ratio', () => {
  it('turned around is 1 / the ratio', () => {
    fc.assert(
      fc.property(partial, (observations) => {
        const comparison = compareEntries(observations);
        const [there, back] = [comparison.ratio('a', 'b'), comparison.ratio('b', 'a')];
        if (there.estimate !== null) expectSame(back, inverse(there));
        expect(back.p_value === null).toBe(there.p_value === null);
        expect(back.p_value ?? 0).toBeCloseTo(there.p_value ?? 0, 9);
      }),
    );
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(partial, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (observations, k) => {
        const scaled = observations.map((one) => ({ ...one, value: one.value * k }));
        expectSame(ratioOf(scaled), ratioOf(observations));
        const absolute = compareEntries(observations).absolute('a').estimate;
        if (absolute !== null)
          expect(
            Math.log((compareEntries(scaled).absolute('a').estimate ?? NaN) / absolute / k),
          ).toBeCloseTo(0, 9);
      }),
    );
  });

  it('does not depend on what all entries of a round have in common', () => {
    fc.assert(
      fc.property(complete, fc.double({ min: 0.1, max: 10, noNaN: true }), (observations, k) => {
        const moved = observations.map((one) =>
          one.round === 2 ? { ...one, value: one.value * k } : one,
        );
        expectSame(ratioOf(moved), ratioOf(observations));
      }),
    );
  });

  it('does not depend on the order of observations, nor on how rounds are numbered', () => {
    fc.assert(
      fc.property(partial, fc.integer(), (observations, seed) => {
        const mixed = observations
          .map((one) => ({ ...one, round: 1000 - 7 * one.round }))
          .sort((x, y) => ((x.value * 7919 + seed) % 13) - ((y.value * 7919 + seed) % 13));
        expectSame(ratioOf(mixed), ratioOf(observations));
      }),
    );
  });

  it('lies within its interval', () => {
    fc.assert(
      fc.property(partial, (observations) => {
        const comparison = compareEntries(observations);
        for (const a of NAMES)
          for (const { estimate, low, high } of [
            comparison.absolute(a),
            comparison.ratio(a, 'b'),
          ]) {
            expect(low === null).toBe(high === null);
            if (estimate === null || low === null || high === null) continue;
            expect(low).toBeLessThanOrEqual(estimate);
            expect(high).toBeGreaterThanOrEqual(estimate);
          }
      }),
    );
  });

  it('has an interval that holds 1 exactly when its p-value is above 5 %', () => {
    fc.assert(
      fc.property(fc.oneof(complete, many), (observations) => {
        const { low, high, p_value } = ratioOf(observations);
        if (low === null || high === null || p_value === null) return;
        fc.pre(Math.abs(p_value - 0.05) > 1e-6);
        expect(low <= 1 && high >= 1).toBe(p_value > 0.05);
      }),
    );
  });

  it('has a wider interval the further all values lie from what is fitted', () => {
    fc.assert(
      fc.property(complete, fc.double({ min: 1.1, max: 5, noNaN: true }), (observations, power) => {
        // Raised to a power, all differences of logs grow by that factor.
        const spread = observations.map((one) => ({ ...one, value: (one.value / 1000) ** power }));
        const [before, after] = [ratioOf(observations), ratioOf(spread)];
        if (before.low === null || before.high === null) return;
        const width = Math.log(before.high / before.low);
        expect(Math.log((after.high ?? NaN) / (after.low ?? NaN))).toBeCloseTo(power * width, 6);
      }),
    );
  });

  it('is absent with a reason, and never anything but a number without one', () => {
    fc.assert(
      fc.property(partial, (observations) => {
        const comparison = compareEntries(observations);
        for (const a of NAMES) {
          const { estimate, low, absent } = comparison.ratio(a, 'a');
          if (estimate === null || low === null) expect(absent).not.toBeNull();
          else expect(Number.isFinite(estimate) && Number.isFinite(low)).toBe(true);
        }
      }),
    );
  });
});

describe('a ranking', () => {
  it('is turned around by the inverse of all values where lower is better', () => {
    fc.assert(
      fc.property(complete, (observations) => {
        const inverted = observations.map((one) => ({ ...one, value: 1 / one.value }));
        const ranks = (...args: Parameters<typeof rankEntries>) =>
          new Map(rankEntries(...args).map(({ entry, rank }) => [entry, rank]));
        expect(ranks(inverted, 'lower')).toEqual(ranks(observations, 'higher'));
      }),
    );
  });

  it('gives ranks from 1 to as many as there are, and the best one ties with itself', () => {
    fc.assert(
      fc.property(partial, (observations) => {
        const ranking = rankEntries(observations, 'higher');
        for (const { rank } of ranking) {
          if (rank !== null) expect(rank).toBeGreaterThanOrEqual(1);
          if (rank !== null) expect(rank).toBeLessThanOrEqual(ranking.length);
        }
        expect(ranking[0]?.tied_with_best).toBe(true);
      }),
    );
  });
});

describe('the smallest ratio that is found', () => {
  it('is at least 1', () => {
    fc.assert(
      fc.property(partial, (observations) => {
        const { ratio, absent } = minimumDetectableRatio(observations);
        expect(ratio === null).toBe(absent !== null);
        if (ratio !== null) expect(ratio).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe("Holm's correction", () => {
  it('keeps the order, makes no p-value smaller and lies between none and Bonferroni', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (p_values) => {
        const adjusted = holm(p_values);
        for (const [i, p] of p_values.entries()) {
          const own = adjusted[i] ?? NaN;
          expect(own).toBeGreaterThanOrEqual(p);
          expect(own).toBeLessThanOrEqual(Math.min(1, Math.max(p * p_values.length, own)));
          for (const [j, other] of p_values.entries())
            if (p < other) expect(own).toBeLessThanOrEqual(adjusted[j] ?? NaN);
        }
      }),
    );
  });
});
