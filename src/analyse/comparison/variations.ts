/** What `vary` asks: each variant held against its base, in the rounds that both have. */
import type { Variation } from '../../plan/facts.ts';
import { SERVICE_KINDS } from '../../plan/service-key.ts';
import type { Ranking, VariationResult } from '../result-comparison.ts';
import { compareEntries, type Comparison } from '../statistics/compare.ts';
import { holm } from '../statistics/holm.ts';
import type { Ratio } from '../statistics/observation.ts';
import { limitOf } from './bottleneck.ts';
import { cellOf, type Compared, pairName, type PairOf } from './compared.ts';
import { enteredBy, type Entrant } from './contest.ts';
import { toInterval } from './interval.ts';
import { variationSentence } from './variation-sentence.ts';

const LEVEL = 0.05;

type Metric = Ranking['metric'];

const METRICS: readonly Metric[] = [
  'throughput_rps',
  'p50_at_rate_ns',
  'p99_at_rate_ns',
  'cpu_us_per_request',
];

/** By metric, then by side; a metric that was not measured at all is left out. */
export function variationsOf(
  variations: readonly Variation[],
  compared: Compared,
): VariationResult[] {
  return METRICS.flatMap((metric) =>
    SERVICE_KINDS.flatMap((side) =>
      byMetric(
        metric,
        variations.filter((one) => one.side === side),
        compared,
      ),
    ),
  );
}

/** Of one side. */
function byMetric(
  metric: Metric,
  variations: readonly Variation[],
  compared: Compared,
): VariationResult[] {
  const entrants = entrantsOf(metric, variations, compared);
  if (entrants === null) return [];
  const comparison = compareEntries(
    entrants.flatMap(({ name, rounds }) => rounds.map((round) => ({ entry: name, ...round }))),
  );
  const differences = variations.map(({ base, pair }) =>
    comparison.difference(pairName(pair), pairName(base)),
  );
  const tested = differences.filter((one) => (one?.p_value ?? null) !== null);
  const adjusted = holm(tested.map((one) => one?.p_value ?? 1));
  return variations.map((variation, index) => {
    const difference = differences[index] ?? null;
    const at = difference === null ? -1 : tested.indexOf(difference);
    return resultOf(variation, {
      ...{ metric, compared, comparison, entrants },
      p_value: adjusted[at] ?? null,
      comparisons: tested.length,
    });
  });
}

/** Null: nobody has figures of this metric, for a reason that has nothing to do with the variants. */
function entrantsOf(
  metric: Metric,
  variations: readonly Variation[],
  compared: Compared,
): readonly Entrant[] | null {
  const entrants = variations.flatMap(({ side, base, pair }) => {
    const of = metric === 'cpu_us_per_request' ? (`${side}s` as const) : 'pairs';
    const candidates = [base, pair].map((one) => ({ name: pairName(one), pair: one }));
    const found = enteredBy(candidates, of, metric, compared);
    return 'absent' in found ? [] : found;
  });
  if (entrants.length === 0) return null;
  return [...new Map(entrants.map((one) => [one.name, one])).values()];
}

interface Context {
  readonly metric: Metric;
  readonly compared: Compared;
  readonly comparison: Comparison;
  readonly entrants: readonly Entrant[];
  /** After Holm's correction; null: there is none. */
  readonly p_value: number | null;
  /** That were corrected for. */
  readonly comparisons: number;
}

function resultOf(variation: Variation, context: Context): VariationResult {
  const { side, base, pair } = variation;
  const { metric, comparison, compared, comparisons } = context;
  const [name, baseName] = [pairName(pair), pairName(base)];
  const { rounds, ...ratio } = comparison.ratio(name, baseName);
  const limited = metric === 'throughput_rps' ? limitedPairs(variation, compared) : [];
  const said = {
    ...{ side, base, pair, metric },
    ratio: toInterval(ratio),
    rounds,
    verdict: verdictOf(context, ratio),
    bound: limited.length > 0,
    absent: whyNot([base, pair], context) ?? ratio.absent,
  };
  const { latency } = compared;
  const rate_per_s = 'rate_per_s' in latency ? latency.rate_per_s : null;
  return { ...said, sentence: variationSentence(said, { limited, comparisons, rate_per_s }) };
}

function verdictOf(
  { metric, p_value }: Context,
  { estimate }: Pick<Ratio, 'estimate'>,
): VariationResult['verdict'] {
  if (p_value === null || estimate === null) return null;
  if (p_value >= LEVEL) return 'tied';
  return estimate > 1 === (metric === 'throughput_rps') ? 'better' : 'worse';
}

/** The first reason why one of them has no figures; null: both have. */
function whyNot(pairs: readonly PairOf[], { entrants }: Context): string | null {
  const own = entrants.filter(({ name }) => pairs.some((pair) => pairName(pair) === name));
  const without = own.find(({ why_not }) => why_not !== null);
  return without === undefined ? null : `${without.name}: ${without.why_not ?? ''}`;
}

/** Those in which the side that does not vary was the limit. */
function limitedPairs({ side, base, pair }: Variation, compared: Compared): PairOf[] {
  return [base, pair].filter((one) => {
    const cell = cellOf(compared, one);
    return cell !== undefined && limitOf(cell, compared).bound === side;
  });
}
