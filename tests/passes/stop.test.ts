import { describe, expect, test } from '@jest/globals';
import { measureRounds } from '../../src/passes/rounds.ts';
import { reasonToStop } from '../../src/passes/stop.ts';
import type { Plan } from '../../src/plan/facts.ts';
import { CLIENTS, comparedPlan, SERVERS } from '../analyse/fixtures.ts';
import { miscount } from '../analyse/measured.ts';
import { conductExample, finishedRounds, smallPlan, story } from './conduct-example.ts';
import type { ConductExample, Outcome } from './conduct-example.ts';

const NEVER: Plan['stop'] = { throughput_precision: null, p99_precision: null, max_time_ms: null };

/** Two pairs, up to ten rounds. */
function twoPairs(stop: Partial<Plan['stop']>): Plan {
  const sides = { servers: SERVERS.slice(0, 2), clients: CLIENTS.slice(0, 1) };
  const plan = comparedPlan({ ...sides, settings: { rounds: 10 } });
  return { ...plan, stop: { ...NEVER, ...stop } };
}

async function roundsWith(plan: Plan, outcome: Outcome): Promise<ConductExample> {
  const conduct = conductExample({ plan, outcome });
  await measureRounds('throughput', conduct.blocks, conduct, () => Promise.resolve());
  return conduct;
}

const STEADY: Outcome = ({ round }) => ({ rps: 50_000 + 20 * (round % 3) });
/** One of the two chosen pairs is noisy, by 10 % up and down. */
const NOISY: Outcome = ({ round, server }) => ({
  rps: server === 'python-fastapi' ? 8000 * (round % 2 === 0 ? 1.1 : 0.9) : 50_000,
});

describe('a precision', () => {
  test('that was reached ends the pass, after five rounds at the earliest', async () => {
    const { entries } = await roundsWith(twoPairs({ throughput_precision: 0.02 }), STEADY);
    expect(finishedRounds(entries, 'throughput')).toEqual([1, 2, 3, 4, 5]);
    expect(story(entries).at(-1)).toBe('throughput ended 5 precision');
  });

  test('that was not reached has all rounds measured', async () => {
    const { entries } = await roundsWith(twoPairs({ throughput_precision: 0.02 }), NOISY);
    expect(story(entries).at(-1)).toBe('throughput ended 10 planned');
  });

  test('is that of chosen pairs: ceilings may be as noisy as they like', async () => {
    const noisyCeilings: Outcome = (place, time) =>
      [place.server, place.client].includes('reference')
        ? { rps: 50_000 * (place.round % 2 === 0 ? 1.1 : 0.9) }
        : STEADY(place, time);
    const { entries } = await roundsWith(twoPairs({ throughput_precision: 0.02 }), noisyCeilings);
    expect(story(entries).at(-1)).toBe('throughput ended 5 precision');
  });

  test('does not wait for a pair that has failed, which no round makes known', async () => {
    const failing: Outcome = (place, time) =>
      place.server === 'python-fastapi' ? null : STEADY(place, time);
    const { entries } = await roundsWith(twoPairs({ throughput_precision: 0.02 }), failing);
    expect(story(entries).at(-1)).toBe('throughput ended 5 precision');
  });

  test('is never reached where no pair is valid', async () => {
    const broken: Outcome = () => ({ change: miscount });
    const { entries } = await roundsWith(twoPairs({ throughput_precision: 0.02 }), broken);
    expect(story(entries).at(-1)).toBe('throughput ended 10 planned');
  });

  test('of P99 does not end the first pass', async () => {
    const { entries } = await roundsWith(twoPairs({ p99_precision: 0.5 }), STEADY);
    expect(story(entries).at(-1)).toBe('throughput ended 10 planned');
  });

  test('of P99 ends the second pass', async () => {
    const plan = twoPairs({ p99_precision: 0.05 });
    const conduct = conductExample({ plan, outcome: STEADY });
    conduct.journal.append({ type: 'latency-rate', rate_per_s: 4000, slowest: null });
    await measureRounds('latency', conduct.blocks, conduct, () => Promise.resolve());
    expect(story(conduct.entries).at(-1)).toBe('latency ended 5 precision');
  });
});

describe('a time that was given', () => {
  /** Of one round of each pass, by the plan. */
  const roundMs = (plan: Plan, pass: 'throughput' | 'latency'): number =>
    conductExample({ plan }).expectedMs(
      plan.blocks.filter(
        (block) => block.round === 1 && (block.pass === 'latency') === (pass === 'latency'),
      ),
    );
  const limited = (max_time_ms: number): Plan => smallPlan(10, { stop: { ...NEVER, max_time_ms } });
  const both_ms = roundMs(limited(1), 'throughput') + roundMs(limited(1), 'latency');

  test('is kept by both passes together: time for the second one is left', async () => {
    for (const rounds of [1, 3, 7]) {
      const conduct = await roundsWith(limited(rounds * both_ms), STEADY);
      expect(story(conduct.entries).at(-1)).toBe(`throughput ended ${rounds} max-time`);
      conduct.journal.append({ type: 'latency-rate', rate_per_s: 4000, slowest: null });
      const blocks = conduct.blocks.filter(({ round }) => round <= rounds);
      await measureRounds('latency', blocks, conduct, () => Promise.resolve());
      expect(story(conduct.entries).at(-1)).toBe(`latency ended ${rounds} planned`);
      expect(conduct.elapsed_ms()).toBeLessThanOrEqual(rounds * both_ms);
    }
  });

  test('does not keep the first round from being measured', async () => {
    const conduct = await roundsWith(limited(1), STEADY);
    expect(story(conduct.entries).at(-1)).toBe('throughput ended 1 max-time');
    conduct.journal.append({ type: 'latency-rate', rate_per_s: 4000, slowest: null });
    await measureRounds('latency', conduct.blocks, conduct, () => Promise.resolve());
    expect(story(conduct.entries).at(-1)).toBe('latency ended 1 max-time');
  });

  test('that is long enough has all rounds measured', async () => {
    const conduct = await roundsWith(limited(10 * both_ms), STEADY);
    expect(story(conduct.entries).at(-1)).toBe('throughput ended 10 planned');
  });

  test('does not end a run before a precision that is reached', async () => {
    const stop = { ...NEVER, throughput_precision: 0.02, max_time_ms: 100 * both_ms };
    const conduct = await roundsWith(smallPlan(10, { stop }), STEADY);
    expect(reasonToStop('throughput', 6, conduct)).toBe('precision');
    expect(reasonToStop('throughput', 1, conduct)).toBeNull();
  });
});
