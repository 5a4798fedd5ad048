import { describe, expect, test } from '@jest/globals';
import { minimumDetectableOf } from '../../../src/analyse/comparison/detectable.ts';
import { cell, compared, latencyCell } from './compared-fixture.ts';

const cells = [
  cell('go-gin:a', { rps: [50_000, 50_500, 49_500] }),
  cell('go-gin:b', { rps: [70_000, 69_000, 70_600] }),
];
const p99 = {
  rate_per_s: 1000,
  cells: [
    latencyCell('go-gin:a', [1e6, 1.1e6, 0.9e6]),
    latencyCell('go-gin:b', [2e6, 1.8e6, 2.1e6]),
    latencyCell('go-gin:reference', [0.5e6, 3e6, 0.1e6]),
  ],
};

describe('the smallest ratio that is found', () => {
  test('is given for throughput and P99, each by its own noise', () => {
    const { throughput, p99_at_rate, absent } = minimumDetectableOf(
      compared({ cells, latency: p99 }),
    );
    expect(absent).toBeNull();
    expect(throughput).toBeGreaterThan(1);
    expect(p99_at_rate).toBeGreaterThan(throughput ?? Infinity);
    // The noise of a ceiling is not that of the pairs.
    const chosen = { ...p99, cells: p99.cells.slice(0, 2) };
    expect(minimumDetectableOf(compared({ cells, latency: chosen })).p99_at_rate).toBe(p99_at_rate);
  });

  test('shrinks as rounds are added', () => {
    const again = cells.map(({ rounds, ...one }) => ({
      ...one,
      rounds: [...rounds, ...rounds.map((round) => ({ ...round, round: round.round + 3 }))],
    }));
    const short = minimumDetectableOf(compared({ cells })).throughput;
    const long = minimumDetectableOf(compared({ cells: again })).throughput;
    expect(long).toBeLessThan(short ?? 0);
  });

  test('says why there is none', () => {
    expect(minimumDetectableOf(compared({ cells: cells.slice(0, 1) }))).toEqual({
      throughput: null,
      p99_at_rate: null,
      absent:
        'throughput: there are no two entries to compare; ' +
        'P99 at equal rate: there was no latency pass',
    });
    expect(minimumDetectableOf(compared({ cells, rate_per_s: 500, latency: p99 }))).toMatchObject({
      throughput: null,
      p99_at_rate: expect.any(Number),
      absent: 'throughput: the rate was fixed by --rate',
    });
  });
});
