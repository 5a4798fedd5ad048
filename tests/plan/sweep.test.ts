import { describe, expect, test } from '@jest/globals';
import { completeSweep } from '../../src/plan/request.ts';
import { settingsOfPass } from '../../src/plan/pass-settings.ts';
import { pointLabel, pointPass, rateAt, readSweep, sweepOptions } from '../../src/plan/sweep.ts';
import { sweepable } from '../../src/plan/sweepable.ts';
import { sweepPlan } from '../analyse/sweep/sweep-fixture.ts';
import { faultOf } from '../helpers/fault.ts';
import { stubService } from '../helpers/service-folder.ts';

function labels(connections: string | undefined, rate?: string): string[] {
  return readSweep({ connections, rate }).points.map(pointLabel);
}

describe('the loads of a sweep', () => {
  test.each<[string | undefined, string | undefined, string[]]>([
    ['1,8,32', undefined, ['C=1', 'C=8', 'C=32']],
    ['200, 1k', undefined, ['C=200', 'C=1000']],
    ['32,8', undefined, ['C=8', 'C=32']],
    [undefined, undefined, ['C=1', 'C=8', 'C=32', 'C=100', 'C=200']],
    [undefined, '1k,2k/s,5k', ['1000/s', '2000/s', '5000/s']],
    [undefined, '10%,50%', ['10%', '50%']],
    [undefined, '1k..4k/4', ['1000/s', '2000/s', '3000/s', '4000/s']],
    ['32', '20%..80%/3', ['20%', '50%', '80%']],
  ])('%s and %s', (connections, rate, expected) => {
    expect(labels(connections, rate)).toEqual(expected);
  });

  test('of a range are eight, evenly spaced, both ends among them', () => {
    const { points } = readSweep({ connections: undefined, rate: '10%..95%' });
    const shares = points.map((point) => ('share' in point ? point.share : NaN));
    expect(shares).toHaveLength(8);
    expect([shares[0], shares[7]]).toEqual([0.1, 0.95]);
    for (let at = 1; at < 8; at += 1)
      expect((shares[at] ?? 0) - (shares[at - 1] ?? 0)).toBeCloseTo(0.85 / 7, 3);
  });

  test.each<[string | undefined, string | undefined, string]>([
    ['8,8', undefined, '--connections: 8 is there twice'],
    ['0,1', undefined, '--connections: 0 connections are none'],
    ['abc', undefined, '--connections: "abc" is not a whole number'],
    ['8', undefined, '--connections: one load makes no curve'],
    ['1,,2', undefined, '--connections: "" is not a whole number'],
    [undefined, '95%..10%', '--rate: the range "95%..10%" does not rise'],
    [undefined, '10%..10%', '--rate: the range "10%..10%" does not rise'],
    [undefined, '10%..110%', '--rate: 110% of what a pair can do at most'],
    [undefined, '10%..5k', '--rate: "10%..5k" mixes shares of the maximum with rates'],
    [undefined, '1%..2%..3%', '--rate: "1%..2%..3%" has more than two ends'],
    [undefined, '..', '--rate: "" is not a rate'],
    [undefined, '10%..90%/1', '--rate: the range "10%..90%/1" has 1 of its loads'],
    [undefined, '5k', '--rate: one load makes no curve'],
    ['1,2', '10%..90%', 'sweep: --connections and --rate are both lists of loads'],
  ])('%s and %s are refused', async (connections, rate, message) => {
    const fault = await faultOf(() => readSweep({ connections, rate }));
    expect(fault.message).toContain(message);
    expect([fault.exitCode, fault.hint === '']).toEqual([2, false]);
  });

  test('out of the range of their option are refused', async () => {
    const fault = await faultOf(() =>
      completeSweep({}, [{ connections: 1 }, { connections: 2_000_000 }], 1),
    );
    expect(fault.message).toContain('--connections: 2000000 is outside');
  });

  test('are not measured by a number of requests', async () => {
    for (const given of [{ requests: 500 }, { profile: 'guide' as const }]) {
      const fault = await faultOf(() => completeSweep(given, [{ share: 0.1 }, { share: 0.2 }], 1));
      expect(fault.message).toBe(
        'sweep measures windows of one length, not of a number of requests',
      );
    }
  });

  test.each([
    { connections: '1,8,32', rate: undefined },
    { connections: undefined, rate: '10%..95%' },
    { connections: undefined, rate: '1500,22k' },
  ])('%j can be read again from a run', (given) => {
    const { points } = readSweep(given);
    const plan = sweepPlan(points);
    const again = sweepOptions(plan);
    expect(readSweep(again).points).toEqual(points);
  });
});

describe('the windows of a point', () => {
  const plan = sweepPlan([{ connections: 1 }, { connections: 64 }]);

  test('have its connections, and no more threads than these', () => {
    const many = { ...plan, settings: { ...plan.settings, threads: 4 } };
    expect(settingsOfPass(pointPass(0), many, null)).toEqual({
      ...many.settings,
      connections: 1,
      threads: 1,
    });
    expect(settingsOfPass(pointPass(1), many, null)).toEqual({ ...many.settings, connections: 64 });
  });

  test('have a rate that is a share of the maximum', () => {
    expect(rateAt({ share: 0.25 }, 12_345)).toBe(3090);
    expect(rateAt({ share: 0.25 }, null)).toBeNull();
    expect(rateAt({ rate_per_s: 7 }, null)).toBe(7);
    expect(rateAt({ connections: 7 }, 100)).toBeNull();
  });

  test('come point by point, all points in each round, by the seed', () => {
    const { blocks } = sweepPlan(
      [{ connections: 1 }, { connections: 2 }, { connections: 3 }],
      2,
      2,
    );
    expect(blocks.map(({ round }) => round)).toEqual([1, 1, 1, 2, 2, 2]);
    for (const round of [1, 2])
      expect(blocks.flatMap((block) => (block.round === round ? [block.pass] : [])).sort()).toEqual(
        ['point-1', 'point-2', 'point-3'],
      );
  });
});

test('clients without latencies are left out, or refused where there is no other', async () => {
  const server = stubService({ kind: 'server', name: 'serve' });
  const client = stubService({ kind: 'client', name: 'ask' });
  const wrk = stubService({ kind: 'client', name: 'wrk', manifest: { kind: 'load-only' } });
  const pairs = [client, wrk].map((one) => ({ server, client: one }));
  expect(sweepable(pairs)).toEqual({
    pairs: [{ server, client }],
    left_out: ['wrk is load-only, so it has no curve: it was left out'],
  });
  const { message } = await faultOf(() => sweepable(pairs.slice(1)));
  expect(message).toBe('sweep: wrk is load-only: without latencies there is no curve');
});
