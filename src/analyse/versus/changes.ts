/** One metric of all pairs that two runs have in common: ratios, with Holm's correction over the pairs. */
import { type Compared, cellOf, isPair, pairName, type PairOf } from '../comparison/compared.ts';
import { toInterval } from '../comparison/interval.ts';
import { rateWords } from '../comparison/ratio-words.ts';
import { compareEntries, type Comparison } from '../statistics/compare.ts';
import { holm } from '../statistics/holm.ts';
import type { Observation } from '../statistics/observation.ts';
import { type UnpairedRatio, unpairedRatio } from '../statistics/unpaired.ts';
import type { Change, ComparedMetric } from './comparison.ts';

const LEVEL = 0.05;
/** Automatic rates are never quite the same; at about half of the load a latency hardly depends on the rate. */
const RATE_TOLERANCE = 0.1;

/** A pair with its change, in the order of `pairs`. */
export function changesOf(
  metric: ComparedMetric,
  pairs: readonly PairOf[],
  base: Compared,
  run: Compared,
): Change[] {
  const unlike = whyUnlike(metric, base, run);
  const [then, now] = [base, run].map((one) => compareEntries(observationsOf(metric, one)));
  const drafts = pairs.map((pair) => draftOf(metric, pair, { then, now, base, run, unlike }));
  const known = drafts.filter(({ ratio }) => ratio.p_value !== null);
  const adjusted = holm(known.map(({ ratio }) => ratio.p_value ?? 1));
  const p_values = new Map(known.map((draft, index) => [draft, adjusted[index] ?? 1]));
  return drafts.map((draft) => toChange(metric, draft, p_values.get(draft) ?? null));
}

interface Draft {
  readonly base: number | null;
  readonly run: number | null;
  readonly ratio: UnpairedRatio;
}

interface Both {
  readonly then: Comparison | undefined;
  readonly now: Comparison | undefined;
  readonly base: Compared;
  readonly run: Compared;
  readonly unlike: string | null;
}

function draftOf(
  metric: ComparedMetric,
  pair: PairOf,
  { then, now, base, run, unlike }: Both,
): Draft {
  const name = pairName(pair);
  const [before, after] = [then?.meanLog(name), now?.meanLog(name)];
  const values = { base: valueOf(before), run: valueOf(after) };
  const none = { estimate: null, low: null, high: null, p_value: null };
  if (before === undefined || 'absent' in before)
    return {
      ...values,
      ratio: { ...none, absent: `the base run: ${whyNone(metric, pair, base)}` },
    };
  if (after === undefined || 'absent' in after)
    return { ...values, ratio: { ...none, absent: `this run: ${whyNone(metric, pair, run)}` } };
  if (unlike !== null) return { ...values, ratio: { ...none, absent: unlike } };
  return { ...values, ratio: unpairedRatio(after, before) };
}

function valueOf(mean: ReturnType<Comparison['meanLog']> | undefined): number | null {
  return mean === undefined || 'absent' in mean ? null : Math.exp(mean.log);
}

function toChange(metric: ComparedMetric, { base, run, ratio }: Draft, p: number | null): Change {
  const verdict =
    p === null ? null : p >= LEVEL ? 'tied' : isBetter(metric, ratio) ? 'better' : 'worse';
  return { metric, base, run, ratio: toInterval(ratio), verdict, absent: ratio.absent };
}

function isBetter(metric: ComparedMetric, { estimate }: UnpairedRatio): boolean {
  return estimate !== null && (metric === 'throughput_rps' ? estimate > 1 : estimate < 1);
}

/** Ceilings too: the variance is pooled over all. */
function observationsOf(metric: ComparedMetric, compared: Compared): Observation[] {
  if (isLatency(metric)) {
    if ('absent' in compared.latency) return [];
    return compared.latency.cells.flatMap((cell) =>
      cell.status === 'valid'
        ? observed(cell, cell.rounds, (round) =>
            metric === 'p50_at_rate_ns' ? round.p50_ns : round.p99_ns,
          )
        : [],
    );
  }
  return [...compared.cells, ...compared.ceilings].flatMap((cell) =>
    cell.status === 'valid'
      ? observed(cell, cell.rounds, (round) =>
          metric === 'throughput_rps' ? round.rps : sumOf(round.client_cpu_us, round.server_cpu_us),
        )
      : [],
  );
}

function observed<R extends { readonly round: number }>(
  pair: PairOf,
  rounds: readonly R[],
  valueOfRound: (round: R) => number | null,
): Observation[] {
  return rounds.flatMap((one) => {
    const value = valueOfRound(one);
    return value === null || value <= 0 ? [] : [{ entry: pairName(pair), round: one.round, value }];
  });
}

function sumOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function isLatency(metric: ComparedMetric): boolean {
  return metric === 'p50_at_rate_ns' || metric === 'p99_at_rate_ns';
}

/** Null: values of this metric may be held against each other. */
function whyUnlike(metric: ComparedMetric, base: Compared, run: Compared): string | null {
  if (metric === 'throughput_rps' && base.rate_per_s !== null && run.rate_per_s !== null)
    return 'the rate was fixed by --rate';
  if (!isLatency(metric) || 'absent' in base.latency || 'absent' in run.latency) return null;
  const [then, now] = [base.latency.rate_per_s, run.latency.rate_per_s];
  return Math.abs(Math.log(now / then)) <= Math.log1p(RATE_TOLERANCE)
    ? null
    : `latency was measured at ${rateWords(then)} then and at ${rateWords(now)} now; ` +
        '--latency-rate sets it';
}

/** Why there is no value of a pair. */
export function whyNone(metric: ComparedMetric, pair: PairOf, compared: Compared): string {
  const { latency } = compared;
  if (isLatency(metric) && 'absent' in latency) return latency.absent;
  const cell =
    isLatency(metric) && 'cells' in latency
      ? latency.cells.find((one) => isPair(one, pair))
      : cellOf(compared, pair);
  if (cell === undefined) return 'the pair was not measured';
  if (cell.status !== 'valid') {
    const [first] = cell.reasons;
    return first === undefined ? cell.status : `${cell.status}, ${first}`;
  }
  if (cell.rounds.length === 0) return 'the machine disturbed each window of the pair';
  return isLatency(metric)
    ? 'the windows hold too few requests for this percentile'
    : 'the CPU time of a side is not known';
}
