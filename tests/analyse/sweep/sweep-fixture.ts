/** A sweep that was never measured: its windows are made, Little's law holds in each. */
import { analysedRun } from '../../../src/analyse/run.ts';
import type { AnalysedRun } from '../../../src/analyse/run.ts';
import type { JournalEntry, RunStarted } from '../../../src/journal/entries.ts';
import { measureSweep } from '../../../src/passes/sweep.ts';
import { measureThroughput } from '../../../src/passes/throughput.ts';
import { planBlocks } from '../../../src/plan/blocks.ts';
import type { LoadPoint, Plan } from '../../../src/plan/facts.ts';
import { needsMaximum, pointPasses } from '../../../src/plan/sweep.ts';
import { conductExample } from '../../passes/conduct-example.ts';
import type { Outcome } from '../../passes/conduct-example.ts';
import { CLIENTS, comparedJournal, comparedPlan, SERVERS } from '../fixtures.ts';

const SEED = 1;

/** One server, and as many clients as are asked for. */
export function sweepPlan(points: readonly LoadPoint[], rounds = 3, clients = 1): Plan {
  const sides = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, clients) };
  const settings = { rounds, requests: null, duration_ms: 1000 };
  const sweep = { points: [...points] };
  const plan: Plan = {
    ...comparedPlan({ ...sides, settings }),
    ...{ sweep, ceilings: [], reference: null, control: null, latency: null },
  };
  const { pairs } = plan;
  const blocks = planBlocks(
    [
      ...(needsMaximum(plan)
        ? [{ pass: 'throughput' as const, pairs, rounds, control: null }]
        : []),
      { passes: pointPasses(plan), pairs, rounds },
    ],
    SEED,
  );
  return { ...plan, blocks };
}

export function connections(...counts: readonly number[]): LoadPoint[] {
  return counts.map((one) => ({ connections: one }));
}

/** All that happened, from the measuring on. */
export async function measuredSweep(
  plan: Plan,
  outcome: Outcome,
): Promise<readonly JournalEntry[]> {
  const conduct = conductExample({ plan, outcome });
  await measureSweep(await measureThroughput(conduct), conduct);
  return conduct.entries;
}

export async function sweepJournal(plan: Plan, outcome: Outcome): Promise<JournalEntry[]> {
  const entries = comparedJournal({ servers: SERVERS.slice(0, 1), clients: CLIENTS });
  const [first] = entries;
  const started: RunStarted = { ...(first as RunStarted), plan };
  const isService = ({ type }: JournalEntry): boolean =>
    type === 'build-finished' || type === 'verify-finished';
  return [
    started,
    ...entries.filter(isService),
    ...(await measuredSweep(plan, outcome)),
    ...entries.filter(({ type }) => type === 'run-finished'),
  ];
}

export async function analysedSweep(plan: Plan, outcome: Outcome): Promise<AnalysedRun> {
  return analysedRun(await sweepJournal(plan, outcome));
}

/** A server that works on so many requests at a time, half a millisecond each, and slows down by what waits. */
export function saturating(most: number, drag: number): (connections: number) => number {
  return (count) => (2000 * Math.min(count, most)) / (1 + drag * Math.max(0, count - most));
}
