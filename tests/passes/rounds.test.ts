import { describe, expect, test } from '@jest/globals';
import { measureRounds } from '../../src/passes/rounds.ts';
import type { MeasuredPass } from '../../src/passes/conduct.ts';
import { conductExample, finishedRounds, smallPlan, story } from './conduct-example.ts';
import type { ConductExample } from './conduct-example.ts';

const nothing = (): Promise<void> => Promise.resolve();

const measure = (conduct: ConductExample, pass: MeasuredPass = 'throughput'): Promise<number> =>
  measureRounds(pass, conduct.blocks, conduct, nothing);

/** What is left of the plan when these rounds of the first pass are kept. */
function resumed(rounds: number, kept: readonly number[], max_time_ms: number | null = null) {
  const stop = { throughput_precision: null, p99_precision: null, max_time_ms };
  const plan = smallPlan(rounds, { stop });
  const blocks = plan.blocks.filter(
    ({ pass, round }) => pass === 'latency' || !kept.includes(round),
  );
  return conductExample({ plan, blocks });
}

describe('the rounds of a pass', () => {
  test('are measured one after the other, with their reference windows, and told', async () => {
    const conduct = conductExample({ plan: smallPlan(2) });
    expect(await measure(conduct)).toBe(2);
    const round = (number: number): string[] => [
      `c${number} reference:reference`,
      `t${number} go-gin:cpp-cpr`,
      `t${number} go-gin:reference`,
      `t${number} reference:cpp-cpr`,
      `t${number} reference:reference`,
      `t${number} finished`,
    ];
    expect(story(conduct.entries)).toEqual([
      ...round(1),
      ...round(2),
      'throughput ended 2 planned',
    ]);
  });

  test('are those of this pass alone', async () => {
    const conduct = conductExample({ plan: smallPlan(1) });
    conduct.journal.append({ type: 'latency-rate', rate_per_s: 4000, slowest: null });
    expect(await measure(conduct, 'latency')).toBe(1);
    expect(story(conduct.entries)).toEqual([
      'rate 4000',
      ...['l1 go-gin:cpp-cpr', 'l1 go-gin:reference', 'l1 reference:cpp-cpr'],
      ...['l1 finished', 'latency ended 1 planned'],
    ]);
  });

  test('are each followed by what is to be done after them', async () => {
    const conduct = conductExample({ plan: smallPlan(3) });
    const seen: [number, number[]][] = [];
    await measureRounds('throughput', conduct.blocks, conduct, (round) => {
      seen.push([round, finishedRounds(conduct.entries, 'throughput')]);
      return Promise.resolve();
    });
    expect(seen).toEqual([
      [1, [1]],
      [2, [1, 2]],
      [3, [1, 2, 3]],
    ]);
  });
});

describe('the rounds of a run that goes on', () => {
  test('are those that are left', async () => {
    const conduct = resumed(4, [1, 2]);
    expect(await measure(conduct)).toBe(4);
    expect(finishedRounds(conduct.entries, 'throughput')).toEqual([3, 4]);
  });

  test('are ended as planned when all of them are kept', async () => {
    const conduct = resumed(2, [1, 2]);
    expect(await measure(conduct)).toBe(2);
    expect(story(conduct.entries)).toEqual(['throughput ended 2 planned']);
  });

  test('fill a gap before a kept one, however little time there is', async () => {
    const conduct = resumed(5, [1, 3], 1);
    expect(await measure(conduct)).toBe(3);
    expect(finishedRounds(conduct.entries, 'throughput')).toEqual([2]);
    expect(story(conduct.entries).at(-1)).toBe('throughput ended 3 max-time');
  });

  test('count up to the last kept one, when there is no time for another', async () => {
    const conduct = resumed(5, [1, 2], 1);
    expect(await measure(conduct)).toBe(2);
    expect(story(conduct.entries)).toEqual(['throughput ended 2 max-time']);
  });
});
