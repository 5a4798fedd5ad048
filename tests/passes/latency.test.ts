import { describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { measureLatency } from '../../src/passes/latency.ts';
import { measureThroughput } from '../../src/passes/throughput.ts';
import type { Plan } from '../../src/plan/facts.ts';
import { CLIENTS, comparedPlan, SERVERS } from '../analyse/fixtures.ts';
import { miscount } from '../analyse/measured.ts';
import { conductExample, smallPlan, story } from './conduct-example.ts';
import type { ConductExample, Outcome } from './conduct-example.ts';

/** What happened in the second pass, and before it to settle the rate. */
async function secondPass(plan: Plan, outcome: Outcome): Promise<string[]> {
  const conduct = conductExample({ plan, outcome });
  const rounds = await measureThroughput(conduct);
  const before = story(conduct.entries).length;
  await measureLatency(rounds, conduct);
  return story(conduct.entries).slice(before);
}

const asked = (plan: Plan, rate_per_s: number): Plan => ({
  ...plan,
  latency: plan.latency === null ? null : { ...plan.latency, rate_per_s },
});

describe('the second pass', () => {
  test('has all valid pairs and their ceilings at half of what the slowest chosen one does', async () => {
    const outcome: Outcome = ({ client }) => ({ rps: client === 'reference' ? 9999 : 40_444 });
    expect(await secondPass(smallPlan(1), outcome)).toEqual([
      'rate 20000',
      ...['l1 go-gin:cpp-cpr', 'l1 go-gin:reference', 'l1 reference:cpp-cpr'],
      ...['l1 finished', 'latency ended 1 planned'],
    ]);
  });

  test('runs at the rate that was asked for', async () => {
    const [rate] = await secondPass(asked(smallPlan(1), 123), () => ({}));
    expect(rate).toBe('rate 123');
  });

  test('passes over pairs that are not valid', async () => {
    const sides = { servers: SERVERS.slice(0, 2), clients: CLIENTS.slice(0, 1) };
    const broken: Outcome = ({ server, client }) => {
      if (client === 'reference') return { change: miscount };
      return server === 'python-fastapi' ? null : {};
    };
    const told = await secondPass(comparedPlan({ ...sides, settings: { rounds: 1 } }), broken);
    expect(told).toEqual([
      ...['rate 24000', 'l1 go-gin:cpp-cpr', 'l1 reference:cpp-cpr'],
      ...['l1 finished', 'latency ended 1 planned'],
    ]);
  });

  test('is ended at once when no pair is valid, with a rate or without', async () => {
    for (const plan of [smallPlan(2), asked(smallPlan(2), 123)])
      expect(await secondPass(plan, () => ({ change: miscount }))).toEqual([
        'latency ended 0 nothing-valid',
      ]);
  });

  test('has no more rounds than the first one had', async () => {
    const stop = { throughput_precision: null, p99_precision: null, max_time_ms: 1 };
    const told = await secondPass(smallPlan(5, { stop }), () => ({}));
    expect(told.filter((word) => word.startsWith('l2'))).toEqual([]);
    expect(told.at(-1)).toBe('latency ended 1 planned');
  });

  test('is none where the plan has none', async () => {
    const plan = smallPlan(1);
    const blocks = plan.blocks.filter(({ pass }) => pass !== 'latency');
    expect(await secondPass({ ...plan, blocks, latency: null }, () => ({}))).toEqual([]);
  });

  test('keeps its rate in each window', async () => {
    const conduct = conductExample({ plan: smallPlan(1) });
    await measureLatency(await measureThroughput(conduct), conduct);
    const rates = conduct.entries.flatMap((entry) =>
      entry.type === 'cell-measured' && entry.pass === 'latency'
        ? [entry.window.client_run.hello.settings.rate_per_s]
        : [],
    );
    expect(rates).toEqual([24_000, 24_000, 24_000]);
  });
});

describe('the second pass of a run that goes on', () => {
  const plan = smallPlan(3);
  /** The first pass and the first round of the second one. */
  async function before(): Promise<JournalEntry[]> {
    const first: ConductExample = conductExample({ plan });
    await measureThroughput(first);
    const rate: JournalEntry = { type: 'latency-rate', rate_per_s: 777, slowest: null };
    return [...first.entries, rate];
  }

  test('goes on at its rate, with the rounds that are left', async () => {
    const blocks = plan.blocks.filter(({ pass, round }) => pass === 'latency' && round > 1);
    const conduct = conductExample({ plan, blocks, before: await before() });
    await measureLatency(3, conduct);
    const told = story(conduct.entries);
    expect(told.filter((word) => word.startsWith('rate'))).toEqual([]);
    expect(told.filter((word) => word.endsWith('finished'))).toEqual([
      'l2 finished',
      'l3 finished',
    ]);
    expect(told.at(-1)).toBe('latency ended 3 planned');
    const [window] = conduct.entries;
    expect(window).toMatchObject({
      type: 'cell-measured',
      window: { client_run: { hello: { settings: { rate_per_s: 777 } } } },
    });
  });

  test('settles its rate anew when none of its rounds is kept', async () => {
    const blocks = plan.blocks.filter(({ pass }) => pass === 'latency');
    const conduct = conductExample({ plan, blocks, before: await before() });
    await measureLatency(3, conduct);
    const told = story(conduct.entries);
    expect(told.filter((word) => word.startsWith('rate'))).toEqual(['rate 24000']);
    expect(told.at(-1)).toBe('latency ended 3 planned');
  });

  test('is ended when all its rounds are kept', async () => {
    const conduct = conductExample({ plan, blocks: [], before: await before() });
    await measureLatency(3, conduct);
    expect(story(conduct.entries)).toEqual(['latency ended 3 planned']);
  });
});
