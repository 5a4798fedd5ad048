import { describe, expect, test } from '@jest/globals';
import { expectedCellMs, expectedMs, expectedRange } from '../../src/plan/estimate.ts';
import type { Plan } from '../../src/plan/facts.ts';
import { comparedJournal, journal } from '../analyse/fixtures.ts';

const OVERHEAD = { block_ms: 500, cell_ms: 100 };

function planOf([started]: ReturnType<typeof journal>, changes: Partial<Plan> = {}): Plan {
  if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
  return { ...started.plan, ...changes };
}

/** One pair in 10 rounds of 5 s and 1 s warm-up: 66 s with the overhead of 600 ms each. */
function onePair(stop: Partial<Plan['stop']> = {}): Plan {
  const blocks = Array.from({ length: 10 }, (_, index) => ({
    ...{ pass: 'throughput' as const, round: index + 1, server: 'a', clients: ['b'] },
  }));
  const plan = planOf(journal());
  const settings = { ...plan.settings, warmup_ms: 1000, duration_ms: 5000, rounds: 10 };
  return { ...plan, settings, blocks, stop: { ...plan.stop, ...stop } };
}

describe('the expected time of a window', () => {
  const plan = planOf(comparedJournal());

  test('is that of its pass', () => {
    expect(expectedCellMs('throughput', plan, OVERHEAD)).toBe(100 + 500 + 2000);
    expect(expectedCellMs('control', plan, OVERHEAD)).toBe(100 + 250 + 1000);
    expect(expectedCellMs('latency', plan, OVERHEAD)).toBe(100 + 250 + 800);
  });

  test('adds up over all passes, with a start of the server for each block', () => {
    const parts = (['throughput', 'control', 'latency'] as const).map((pass) => {
      const blocks = plan.blocks.filter((block) => block.pass === pass);
      const windows = blocks.reduce((sum, { clients }) => sum + clients.length, 0);
      return blocks.length * 500 + windows * expectedCellMs(pass, plan, OVERHEAD);
    });
    const sum = parts.reduce((total, part) => total + part, 0);
    expect(expectedMs(plan.blocks, plan, OVERHEAD)).toBe(sum);
  });
});

describe('the range of the expected time', () => {
  const range = (stop: Partial<Plan['stop']> = {}) => {
    const plan = onePair(stop);
    return expectedRange(plan.blocks, plan, OVERHEAD);
  };

  test('lies about the expected time where all rounds are measured', () => {
    expect(range()).toEqual({ low_ms: 59_400, high_ms: 72_600 });
  });

  test('begins with the fewest rounds that can reach a precision', () => {
    const early = { low_ms: 29_700, high_ms: 72_600 };
    expect(range({ throughput_precision: 0.02 })).toEqual(early);
    expect(range({ p99_precision: 0.05 })).toEqual(early);
  });

  test('ends with the time that was given', () => {
    expect(range({ max_time_ms: 40_000 })).toEqual({ low_ms: 36_000, high_ms: 40_000 });
    expect(range({ max_time_ms: 500_000 })).toEqual(range());
    expect(range({ throughput_precision: 0.02, max_time_ms: 40_000 })).toEqual({
      low_ms: 29_700,
      high_ms: 40_000,
    });
  });

  test('holds the first round, which is measured however little time was given', () => {
    expect(range({ max_time_ms: 1 })).toEqual({ low_ms: 5940, high_ms: 6600 });
  });
});
