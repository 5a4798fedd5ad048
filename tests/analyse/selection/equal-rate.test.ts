import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { equalRate } from '../../../src/analyse/selection/equal-rate.ts';
import type { EqualRate } from '../../../src/analyse/selection/equal-rate.ts';
import { observe, soundWindows } from '../../../src/analyse/selection/selected-rounds.ts';
import { WindowRecord } from '../../../src/analyse/selection/window-record.ts';
import type { MeasuredWindow } from '../../../src/measure/facts.ts';
import { CLIENTS, comparedPlan, SERVERS } from '../fixtures.ts';
import { measured, miscount, othersBusy, silence } from '../measured.ts';

const PLAN = comparedPlan({ servers: SERVERS.slice(0, 2), clients: CLIENTS.slice(0, 1) });
const [FIRST = { server: '', client: '' }, SECOND = FIRST] = PLAN.pairs;

type Windows = readonly {
  readonly rps: number;
  readonly change?: (window: MeasuredWindow) => void;
}[];

/** One window in each round. */
function recordOf(first: Windows, second: Windows, asked: number | null = null): WindowRecord {
  const latency = PLAN.latency === null ? null : { ...PLAN.latency, rate_per_s: asked };
  const record = new WindowRecord({ ...PLAN, latency });
  for (const [pair, windows] of [
    [FIRST, first],
    [SECOND, second],
  ] as const)
    for (const [index, told] of windows.entries())
      record.take(measured({ pass: 'throughput', round: index + 1, ...pair }, PLAN, told));
  return record;
}

const rateOf = (record: WindowRecord): EqualRate | null => equalRate(record, PLAN.pairs);

describe('the equal rate', () => {
  test('is half of what the slowest pair does, with two digits', () => {
    const found = rateOf(recordOf([{ rps: 51_234 }], [{ rps: 8_999 }]));
    expect(found).toMatchObject({ rate_per_s: 4400, slowest: SECOND });
    expect(found?.slowest?.throughput_rps).toBeCloseTo(8999, -1);
  });

  test('comes from the geometric mean of the windows that count', () => {
    const disturbed = { rps: 9000, change: othersBusy };
    const found = rateOf(recordOf([{ rps: 8000 }, disturbed, { rps: 12_500 }], []));
    expect(found?.slowest?.throughput_rps).toBeCloseTo(10_000, -2);
  });

  test('passes over a pair that is not valid, however slow', () => {
    expect(rateOf(recordOf([{ rps: 50_400 }], [{ rps: 1000, change: miscount }]))).toMatchObject({
      ...{ rate_per_s: 25_000, slowest: FIRST },
    });
    const failed = recordOf([{ rps: 50_000 }], [{ rps: 1000 }]);
    failed.take({
      ...{ type: 'cell-failed', pass: 'throughput', round: 2, ...SECOND, reason: 'it died' },
      ...{ log_file: 'x.log', log_tail: [] },
    });
    expect(rateOf(failed)?.slowest).toMatchObject(FIRST);
  });

  test('passes over a pair whose server failed in a round', () => {
    const record = recordOf([{ rps: 50_000 }, { rps: 50_000 }], [{ rps: 1000 }]);
    for (const round of [1, 2]) record.take({ type: 'round-finished', pass: 'throughput', round });
    expect(rateOf(record)?.slowest).toMatchObject(FIRST);
  });

  test('comes from no pair that the user did not choose', () => {
    const record = recordOf([{ rps: 50_000 }], [{ rps: 40_000 }]);
    const ceiling = { server: FIRST.server, client: 'reference' };
    record.take(measured({ pass: 'throughput', round: 1, ...ceiling }, PLAN, { rps: 1000 }));
    expect(rateOf(record)?.slowest).toMatchObject(SECOND);
  });

  test('is the one that was asked for, whatever the pairs do', () => {
    expect(rateOf(recordOf([{ rps: 50_000 }], [{ rps: 8000 }], 123.5))).toEqual({
      ...{ rate_per_s: 123.5, slowest: null },
    });
  });

  test('is none where no pair is valid, asked for or not', () => {
    expect(rateOf(recordOf([], []))).toBeNull();
    expect(rateOf(recordOf([{ rps: 50_000, change: miscount }], [], 100))).toBeNull();
  });

  test('is a round number, never more than half and not much less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 200_000 }), (rps) => {
        const found = rateOf(recordOf([{ rps }], []));
        const half = (found?.slowest?.throughput_rps ?? NaN) / 2;
        const rate_per_s = found?.rate_per_s ?? NaN;
        expect(rate_per_s).toBeLessThanOrEqual(half);
        expect(rate_per_s).toBeGreaterThan(0.9 * half);
        expect(Number(rate_per_s.toPrecision(2))).toBe(rate_per_s);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what the rules of a run know of a pair', () => {
  const record = recordOf(
    [{ rps: 50_000 }, { rps: 51_000, change: othersBusy }, { rps: 52_000 }],
    [{ rps: 8000 }, { rps: 8000, change: miscount }, { rps: 8000 }],
  );

  test('is one value for each round that counts, of valid pairs alone', () => {
    const rounds = observe(record, 'throughput', PLAN.pairs, ({ round }) => round * 10);
    const entry = `${FIRST.server}:${FIRST.client}`;
    expect(rounds).toEqual([
      { entry, round: 1, value: 10 },
      { entry, round: 3, value: 30 },
    ]);
  });

  test('is nothing where the value is not known', () => {
    expect(observe(record, 'throughput', PLAN.pairs, () => null)).toEqual([]);
  });

  test('is nothing of windows in which no request succeeded', () => {
    const silent = recordOf([{ rps: 50_000, change: silence }], []);
    const [window] = silent.windowsOf('throughput', FIRST);
    expect(window).toMatchObject({ rps: 0, broken: [] });
    expect(soundWindows(silent, 'throughput', FIRST)).toEqual([]);
  });
});
