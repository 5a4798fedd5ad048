import { describe, expect, test } from '@jest/globals';
import type { MeasuredWindow } from '../../../src/measure/facts.ts';
import { pointOf } from '../../../src/plan/sweep.ts';
import type { PointPass } from '../../../src/plan/facts.ts';
import type { Outcome } from '../../passes/conduct-example.ts';
import { CLIENTS } from '../fixtures.ts';
import { miscount } from '../measured.ts';
import { windowOf } from '../window-fixture.ts';
import { analysedSweep, connections, saturating, sweepPlan } from './sweep-fixture.ts';

const COUNTS = [1, 4, 16, 64];
const PLAN = sweepPlan(connections(...COUNTS));
/** It works on 16 at a time: power is largest there. */
const rpsAt = saturating(16, 0.01);

const served: Outcome = ({ pass }) => {
  const point = pointOf(pass as PointPass, PLAN);
  return { rps: rpsAt('connections' in point ? point.connections : 0) };
};

/** In place of the window: one in which the client completed half of what was offered. */
function half(rate_per_s: number) {
  const [client] = CLIENTS;
  if (client === undefined) throw new Error('there is no client');
  const settings = { ...sweepPlan(connections(1, 2)).settings, rate_per_s: rate_per_s / 2 };
  return (window: MeasuredWindow): void => {
    Object.assign(window, windowOf(client, 0, settings));
  };
}

describe('the curve of a pair', () => {
  test('has throughput and latency at each load, and its knee', async () => {
    const { result } = await analysedSweep(PLAN, served);
    const [curve, ...others] = result.curves;
    expect(others).toEqual([]);
    expect(curve).toMatchObject({ status: 'valid', swept: 'connections', maximum_rps: null });
    expect(curve?.points.map(({ load, connections: c, status }) => [load, c, status])).toEqual(
      COUNTS.map((count) => [`C=${count}`, count, 'valid']),
    );
    for (const point of curve?.points ?? []) {
      const rps = point.throughput_rps.estimate ?? NaN;
      expect(Math.abs(rps / rpsAt(point.connections) - 1)).toBeLessThan(0.01);
      const inFlight = point.in_flight ?? NaN;
      expect(Math.abs(inFlight / point.connections - 1)).toBeLessThan(0.05);
      expect(point.p50_ns.estimate).toBeLessThan(point.p99_ns.estimate ?? NaN);
      const mean_s = (point.mean_rtt_ns ?? NaN) / 1e9;
      expect(Math.abs((point.power ?? NaN) / (rps / mean_s) - 1)).toBeLessThan(0.01);
    }
    expect(curve?.knee).toEqual({ point: 2, tied: [2] });
    expect(result.counts).toMatchObject({ planned: 1, valid: 1 });
    expect([
      result.cells,
      result.ceilings,
      result.rankings.flatMap(({ entries }) => entries),
    ]).toEqual([[], [], []]);
  });

  test('at shares is offered them of the maximum that was measured first', async () => {
    const plan = sweepPlan([{ share: 0.1 }, { share: 0.5 }]);
    const { result } = await analysedSweep(plan, () => ({ rps: 20_000 }));
    const [curve] = result.curves;
    expect(curve?.maximum_rps).toBeCloseTo(20_000, -2);
    expect(curve?.points.map(({ rate_per_s, share }) => [rate_per_s, share])).toEqual([
      [2000, 0.1],
      [10_000, 0.5],
    ]);
  });

  test('has a point that is more than the pair can serve, which is no fault', async () => {
    const plan = sweepPlan([{ rate_per_s: 1000 }, { rate_per_s: 2000 }, { rate_per_s: 9000 }]);
    const { result } = await analysedSweep(plan, ({ pass }) =>
      pass === 'point-3' ? { change: half(9000) } : {},
    );
    const [curve] = result.curves;
    expect(curve?.points.map(({ status }) => status)).toEqual(['valid', 'valid', 'overloaded']);
    expect(curve?.points[2]?.throughput_rps.estimate).toBeCloseTo(4500, -2);
    expect(curve?.points[2]?.p99_ns.estimate).toBeNull();
    expect(curve?.status).toBe('valid');
    expect(curve?.sentence).toMatch(/9000\/s is more than the pair can serve$/);
  });

  test('is not valid where a window is not', async () => {
    const { result } = await analysedSweep(PLAN, (place, time) => ({
      ...served(place, time),
      ...(place.pass === 'point-2' ? { change: miscount } : {}),
    }));
    const [curve] = result.curves;
    expect(curve?.status).toBe('invalid');
    expect(curve?.reasons[0]).toMatch(/^C=4: round 1: the client counted/);
    expect(result.counts).toMatchObject({ planned: 1, valid: 0, invalid: 1 });
  });

  test('has failed, at all shares, where the closed loop has', async () => {
    const plan = sweepPlan([{ share: 0.1 }, { share: 0.5 }]);
    const { result } = await analysedSweep(plan, () => null);
    const [curve] = result.curves;
    expect(curve).toMatchObject({ status: 'failed', maximum_rps: null });
    expect(curve?.reasons[0]).toMatch(/it died/);
  });
});
