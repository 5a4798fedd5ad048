/** Judges all pairs of all passes of a run. */
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import type { NamedPair, Plan } from '../plan/facts.ts';
import type { JudgedPasses } from './compared-of.ts';
import { judgePair } from './judge.ts';
import type { JudgedPair, PassScope } from './judge.ts';
import type { Outcomes } from './outcomes.ts';
import type { RunResult } from './result.ts';
import { controlWindows, latencyRate, scopeOf } from './scope.ts';

export interface Judged extends JudgedPasses {
  readonly throughput: PassScope;
  /** Of the pass that latencies are taken from; null: there is none. */
  readonly latency: PassScope | null;
}

/** Of the second pass, as it was planned. */
function pairsAtRate({ blocks, pairs, ceilings }: Plan): NamedPair[] {
  const planned = blocks.filter(({ pass }) => pass === 'latency');
  return [...pairs, ...ceilings].filter(({ server, client }) =>
    planned.some((block) => block.server === server && block.clients.includes(client)),
  );
}

/** A pair without a throughput that can be believed was left out of the second pass. */
function judgeAtRate(
  pair: NamedPair,
  first: readonly JudgedPair[],
  outcomes: Outcomes,
  scope: PassScope,
): JudgedPair {
  const judged = judgePair(pair, outcomes, scope);
  const before = first.find(
    ({ server, client }) => server === pair.server && client === pair.client,
  );
  return before === undefined || before.status === 'valid'
    ? judged
    : { ...judged, status: before.status, reasons: before.reasons };
}

function whyNoLatency({ latency, settings }: Plan, runStatus: RunResult['status']): string {
  if (latency === null && settings.rate_per_s === null) return '--no-latency: it was not measured';
  return runStatus === 'complete'
    ? 'no pair is valid, so there was no rate for it'
    : 'the run ended before it';
}

export function judgePasses(
  started: RunStarted,
  entries: readonly JournalEntry[],
  outcomes: Outcomes,
  runStatus: RunResult['status'],
): Judged {
  const { plan } = started;
  const controls = controlWindows(started, outcomes);
  const throughput = scopeOf('throughput', started, entries, controls, runStatus);
  const judge = (pair: NamedPair): JudgedPair => judgePair(pair, outcomes, throughput);
  // The pairs of a sweep have curves, and not one figure.
  const pairs = plan.sweep === undefined ? plan.pairs : [];
  const [chosen, ceilings] = [pairs.map(judge), plan.ceilings.map(judge)];
  const first = [...chosen, ...ceilings];
  const base = {
    ...{ chosen, ceilings, controls, throughput },
    at_rate_absent: whyNoLatency(plan, runStatus),
  };
  const { rate_per_s } = plan.settings;
  // At a rate that was asked for, the first pass has equal load already.
  if (rate_per_s !== null)
    return { ...base, latency: throughput, at_rate: { rate_per_s, pairs: first } };
  const rate = latencyRate(entries);
  if (plan.latency === null || rate === null) return { ...base, latency: null, at_rate: null };
  const latency = scopeOf('latency', started, entries, controls, runStatus);
  const timed = pairsAtRate(plan).map((pair) => judgeAtRate(pair, first, outcomes, latency));
  return { ...base, latency, at_rate: { rate_per_s: rate, pairs: timed } };
}
