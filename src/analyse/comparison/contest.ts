/** What is ranked: one metric of pairs, servers or clients, with the windows that speak for each. */
import type { Ranking } from '../result-comparison.ts';
import { limitOf } from './bottleneck.ts';
import {
  cellOf,
  type Compared,
  type ComparedCell,
  type ComparedLatency,
  type CountedRound,
  isPair,
  pairName,
  type PairOf,
} from './compared.ts';

type Of = Ranking['of'];
type Metric = Ranking['metric'];

export interface Contest {
  readonly of: Of;
  readonly metric: Metric;
  readonly under: string | null;
  /** Of the latencies. */
  readonly rate_per_s: number | null;
  /** The machine disturbed some of several rounds of a pair. */
  readonly disturbed: boolean;
  /** Or the reason why there is no ranking at all. */
  readonly entrants: readonly Entrant[] | { readonly absent: string };
}

export interface Entrant {
  readonly name: string;
  readonly rounds: readonly { readonly round: number; readonly value: number }[];
  /** Why it cannot be ranked; with rounds all the same, it is as good as they say or better. */
  readonly why_not: string | null;
  /** The other side was the limit. */
  readonly bound: boolean;
}

/** A name and the pair whose windows speak for it. */
export interface Candidate {
  readonly name: string;
  readonly pair: PairOf;
}

const OF: readonly Of[] = ['pairs', 'servers', 'clients'];
const METRICS: readonly Metric[] = [
  'throughput_rps',
  'p50_at_rate_ns',
  'p99_at_rate_ns',
  'cpu_us_per_request',
];

export function contestsOf(compared: Compared): Contest[] {
  return OF.flatMap((of) => METRICS.map((metric) => contestOf(of, metric, compared)));
}

function contestOf(of: Of, metric: Metric, compared: Compared): Contest {
  const { reference, latency } = compared;
  const under = { pairs: null, servers: reference?.client, clients: reference?.server }[of] ?? null;
  const rate_per_s = isLatency(metric) && 'rate_per_s' in latency ? latency.rate_per_s : null;
  const disturbed = [...compared.cells, ...compared.ceilings].some(
    (cell) => cell.disturbed && cell.counted_rounds > 1,
  );
  return { of, metric, under, rate_per_s, disturbed, entrants: entrantsOf(of, metric, compared) };
}

function entrantsOf(of: Of, metric: Metric, compared: Compared): Contest['entrants'] {
  const candidates = candidatesOf(of, compared);
  return 'absent' in candidates ? candidates : enteredBy(candidates, of, metric, compared);
}

/** `of`: whose CPU time is meant, and whether a bound of the other side keeps one from being ranked. */
export function enteredBy(
  candidates: readonly Candidate[],
  of: Of,
  metric: Metric,
  compared: Compared,
): Contest['entrants'] {
  const { latency } = compared;
  if (isLatency(metric)) {
    if ('absent' in latency) return latency;
    return candidates.map((candidate) =>
      latencyEntrant(candidate, metric, latency.cells, compared),
    );
  }
  if (metric === 'throughput_rps' && compared.rate_per_s !== null)
    return { absent: 'the rate was fixed by --rate' };
  return candidates.map((candidate) =>
    metric === 'throughput_rps'
      ? throughputEntrant(candidate, of, compared)
      : cpuEntrant(candidate, of, compared),
  );
}

function isLatency(metric: Metric): metric is 'p50_at_rate_ns' | 'p99_at_rate_ns' {
  return metric === 'p50_at_rate_ns' || metric === 'p99_at_rate_ns';
}

/** Those that the user chose; a reference service is one of them only if it was. */
function candidatesOf(
  of: Of,
  { cells, reference }: Compared,
): readonly Candidate[] | { readonly absent: string } {
  if (of === 'pairs') {
    if (cells.length === 1) return { absent: 'there is only one pair' };
    return cells.map((pair) => ({ name: pairName(pair), pair }));
  }
  const side = of === 'servers' ? 'server' : 'client';
  const names = [...new Set(cells.map((cell) => cell[side]))];
  if (names.length === 1) return { absent: `there is only one ${side}` };
  if (reference === null) return { absent: 'no ceilings were measured' };
  return names.map((name) => ({ name, pair: { ...reference, [side]: name } }));
}

function throughputEntrant(candidate: Candidate, of: Of, compared: Compared): Entrant {
  const cell = cellOf(compared, candidate.pair);
  const entrant = entrantOf(candidate, cell, ({ rps }) => rps, 'no request was counted');
  if (cell === undefined || of === 'pairs' || entrant.why_not !== null) return entrant;
  const other = of === 'servers' ? 'client' : 'server';
  const { bottleneck, bound } = limitOf(cell, compared);
  if (bottleneck.verdict === other && bound !== null)
    return { ...entrant, bound: true, why_not: `the reference ${other} was the limit` };
  const isOpen = bottleneck.verdict === 'unknown' && bottleneck[`${other}_busy`] === null;
  return isOpen
    ? { ...entrant, why_not: `whether the reference ${other} was the limit is not known` }
    : entrant;
}

function cpuEntrant(candidate: Candidate, of: Of, compared: Compared): Entrant {
  const cell = cellOf(compared, candidate.pair);
  const cpu_us = ({
    client_cpu_us: client,
    server_cpu_us: server,
  }: CountedRound): number | null => {
    if (of === 'servers') return server;
    if (of === 'clients') return client;
    return client === null || server === null ? null : client + server;
  };
  const whose = { pairs: 'a side', servers: 'the server', clients: 'the client' }[of];
  return entrantOf(candidate, cell, cpu_us, `the CPU time of ${whose} is not known`);
}

function latencyEntrant(
  candidate: Candidate,
  metric: 'p50_at_rate_ns' | 'p99_at_rate_ns',
  cells: readonly ComparedLatency[],
  compared: Compared,
): Entrant {
  const cell = cells.find((other) => isPair(other, candidate.pair));
  const known = cellOf(compared, candidate.pair)?.strain.mean_rtt_ns;
  // A client that gives no latencies has no part in the pass that compares them.
  if (cell === undefined && known !== undefined && 'absent' in known)
    return { name: candidate.name, rounds: [], why_not: known.absent, bound: false };
  const reason = 'the windows hold too few requests for this percentile';
  return metric === 'p50_at_rate_ns'
    ? entrantOf(candidate, cell, ({ p50_ns }) => p50_ns, reason)
    : entrantOf(candidate, cell, ({ p99_ns }) => p99_ns, reason);
}

type Measured<R> = Pick<ComparedCell, 'status' | 'reasons'> & { readonly rounds: readonly R[] };

/** `unknown`: why no round may have a value. */
function entrantOf<R extends { readonly round: number }>(
  { name, pair }: Candidate,
  cell: Measured<R> | undefined,
  valueOf: (round: R) => number | null,
  unknown: string,
): Entrant {
  const without = (why_not: string): Entrant => ({ name, rounds: [], why_not, bound: false });
  if (cell === undefined) return without(`${pair.server} with ${pair.client} was not measured`);
  if (cell.status !== 'valid') {
    const [first] = cell.reasons;
    return without(first === undefined ? cell.status : `${cell.status}: ${first}`);
  }
  if (cell.rounds.length === 0) return without('the machine disturbed each of its windows');
  const rounds = cell.rounds.flatMap((one) => {
    const value = valueOf(one);
    return value === null || value <= 0 ? [] : [{ round: one.round, value }];
  });
  return rounds.length === 0 ? without(unknown) : { name, rounds, why_not: null, bound: false };
}
