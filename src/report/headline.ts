/** The verdict of a run in a sentence: which pair is the fastest, or what a variant changes; how sure that is. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import type { Interval, RankedEntry, Ranking } from '../analyse/result-comparison.ts';
import { curvesHeadline } from './curves.ts';
import { ABSENT, formatRatioEstimate } from './format.ts';
import { METRICS, metricTitle } from './metrics.ts';
import { wrap } from './text.ts';
import { answersOf } from './variations.ts';
import { listed, pairInWords, pairName } from './wording.ts';

const MOST_TIED = 3;

/** What is said of the best pairs, by which metric. */
interface Claim {
  readonly metric: Ranking['metric'];
  /** Before a value that stands alone. */
  readonly name: string;
  readonly best: string;
  readonly noneBest: string;
  readonly unit: string;
  readonly worse: string;
}

const FASTEST: Claim = {
  metric: 'throughput_rps',
  name: '',
  best: 'Fastest',
  noneBest: 'No single fastest pair',
  unit: ' req/s',
  worse: 'times slower',
};
const LOWEST_P99: Claim = {
  metric: 'p99_at_rate_ns',
  name: 'P99 ',
  best: 'Lowest P99',
  noneBest: 'No single lowest P99',
  unit: '',
  worse: 'times as high',
};

export function renderHeadline(result: RunResult, width: number, palette: ChalkInstance): string[] {
  const answers = answersOf(result).flatMap(({ sentence }) => wrap(`${sentence}.`, width));
  if (answers.length > 0) return answers.map((line) => palette.bold(line));
  const curves = curvesHeadline(result);
  if (curves !== null) return wrap(curves, width).map((line) => palette.bold(line));
  // A rate that was asked for is what every pair serves.
  const claim = result.settings.rate_per_s === null ? FASTEST : LOWEST_P99;
  const sentence = result.cells.length === 1 ? onlyPair(result, claim) : verdict(result, claim);
  return sentence === null ? [] : wrap(sentence, width).map((line) => palette.bold(line));
}

function onlyPair({ cells, latency_at_rate }: RunResult, claim: Claim): string | null {
  const [cell] = cells;
  if (cell === undefined) return null;
  const atRate = latency_at_rate.find((one) => pairName(one) === pairName(cell));
  const value = claim === FASTEST ? cell.throughput_rps : atRate?.p99_ns;
  const text = value === undefined ? ABSENT : valueText(value, claim);
  return text === ABSENT ? null : `${pairInWords(pairName(cell))}: ${claim.name}${text}.`;
}

function verdict({ rankings, latency_at_rate }: RunResult, claim: Claim): string | null {
  const ranking = rankings.find(({ of, metric }) => of === 'pairs' && metric === claim.metric);
  if (ranking === undefined) return null;
  const ranked = ranking.entries.filter(({ rank }) => rank !== null);
  const [first] = ranked;
  if (first === undefined) return notRanked(ranking, claim, latency_at_rate[0]?.rate_per_s ?? null);
  const value = valueText(first.value, claim);
  const name = pairInWords(first.name);
  if (ranked.length === 1) return `The one pair that is ranked: ${name}, ${value}.`;
  const tied = ranked.filter(({ rank }) => rank === 1).map((one) => pairInWords(one.name));
  const next = ranked.find(({ rank }) => rank !== 1);
  if (tied.length === 0)
    return `${claim.noneBest} is known: one that may be better is not ranked; of the others ${name} has ${value}.`;
  if (next === undefined)
    return `${claim.noneBest}: this run tells none of the ${tied.length} apart; ${name} has ${value}.`;
  const others = `next is ${pairInWords(next.name)}, ${timesWorse(next)} ${claim.worse}`;
  return tied.length === 1
    ? `${claim.best}: ${name}, ${value}; ${others}.`
    : `${claim.noneBest}: ${listed(tied, MOST_TIED)} are tied, the first at ${value}; ${others}.`;
}

/** As with one round: there are values, but nobody knows how sure they are. */
function notRanked(
  { entries, absent, metric }: Ranking,
  claim: Claim,
  rate_per_s: number | null,
): string {
  const [first] = entries;
  const why = absent ?? first?.why_not ?? 'there is none';
  const value = first === undefined ? ABSENT : valueText(first.value, claim);
  const best =
    first === undefined || value === ABSENT
      ? ''
      : `; ${pairInWords(first.name)} has the best value, ${value}`;
  return `No pair is ranked by ${metricTitle(metric, rate_per_s)}: ${why}${best}.`;
}

function valueText(value: Interval, { metric, unit }: Claim): string {
  const text = METRICS[metric].format(value);
  return text === ABSENT ? ABSENT : `${text}${unit}`;
}

/** Above 1, whether more or less is better. */
function timesWorse({ ratio_to_best }: RankedEntry): string {
  const { estimate } = ratio_to_best;
  return formatRatioEstimate(
    estimate !== null && estimate < 1 ? inverse(ratio_to_best) : ratio_to_best,
  );
}

function inverse({ estimate, low, high }: Interval): Interval {
  const of = (value: number | null): number | null =>
    value === null || value === 0 ? null : 1 / value;
  return { estimate: of(estimate), low: of(high), high: of(low) };
}
