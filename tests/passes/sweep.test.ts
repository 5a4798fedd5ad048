import { describe, expect, test } from '@jest/globals';
import { measureSweep } from '../../src/passes/sweep.ts';
import { measureThroughput } from '../../src/passes/throughput.ts';
import type { Plan } from '../../src/plan/facts.ts';
import { connections, measuredSweep, sweepPlan } from '../analyse/sweep/sweep-fixture.ts';
import { conductExample, finishedRounds, story } from './conduct-example.ts';

const PAIR = 'go-gin:cpp-cpr';

describe('the points of a sweep', () => {
  test('are measured once in each round, and each is finished at once', async () => {
    const told = story(await measuredSweep(sweepPlan(connections(1, 8, 32), 2), () => ({})));
    expect(told.filter((word) => word.includes(PAIR)).sort()).toEqual(
      ['p1 1', 'p1 2', 'p2 1', 'p2 2', 'p3 1', 'p3 2'].map((place) => `${place} ${PAIR}`),
    );
    const [first = '', second] = told;
    expect(second).toBe(first.replace(` ${PAIR}`, ' finished'));
    expect(told.slice(-3)).toEqual([
      'point-1 ended 2 planned',
      'point-2 ended 2 planned',
      'point-3 ended 2 planned',
    ]);
  });

  test('that are shares come after a closed loop that tells of what', async () => {
    const plan = sweepPlan([{ share: 0.2 }, { share: 0.8 }], 1);
    const entries = await measuredSweep(plan, () => ({ rps: 10_000 }));
    const kinds = entries.map(({ type }) => type);
    expect(entries.find(({ type }) => type === 'pair-maximum')).toMatchObject({
      server: 'go-gin',
      client: 'cpp-cpr',
      throughput_rps: expect.closeTo(10_000, -1),
    });
    const first = entries.findIndex((entry) => 'pass' in entry && entry.pass.startsWith('point-'));
    expect(kinds.indexOf('pair-maximum')).toBeLessThan(first);
    expect(finishedRounds(entries, 'throughput')).toEqual([1]);
  });

  test('that are shares are left out for a pair without a maximum', async () => {
    const entries = await measuredSweep(sweepPlan([{ share: 0.2 }, { share: 0.8 }], 1), () => null);
    expect(story(entries).filter((word) => word.startsWith('p1'))).toEqual(['p1 1 finished']);
  });

  test('go on where they were left, at the same rates', async () => {
    const plan = sweepPlan([{ share: 0.2 }, { share: 0.8 }], 1);
    const before = await measuredSweep(plan, () => ({ rps: 10_000 }));
    const left = plan.blocks.filter(({ pass }) => pass === 'point-2');
    const conduct = conductExample({
      plan,
      before,
      blocks: left,
      outcome: () => ({ rps: 30_000 }),
    });
    await measureSweep(await measureThroughput(conduct), conduct);
    expect(conduct.entries.some(({ type }) => type === 'pair-maximum')).toBe(false);
    expect(story(conduct.entries)).toContain(`p2 1 ${PAIR}`);
    expect(story(conduct.entries).some((word) => word.startsWith('p1 1'))).toBe(false);
  });

  test('have no round that would end too late', async () => {
    const whole = sweepPlan(connections(1, 8), 3);
    const plan: Plan = { ...whole, stop: { ...whole.stop, max_time_ms: 5000 } };
    const entries = await measuredSweep(plan, () => ({}));
    expect(entries.filter(({ type }) => type === 'rounds-ended')).toMatchObject([
      { pass: 'point-1', reason: 'max-time' },
      { pass: 'point-2', reason: 'max-time' },
    ]);
    expect(finishedRounds(entries, 'point-1').length).toBeLessThan(3);
  });
});
