/** The verdict of a run in a sentence: which pair is the fastest, and how sure that is. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import type { Interval, RankedEntry, Ranking } from '../analyse/result-comparison.ts';
import { formatRatioEstimate } from './format.ts';
import { METRICS, metricTitle } from './metrics.ts';
import { wrap } from './text.ts';
import { listed, pairInWords } from './wording.ts';

const MOST_TIED = 3;

/** What is said of the best pairs, by which metric. */
interface Claim {
  readonly metric: Ranking['metric'];
  readonly best: string;
  readonly noneBest: string;
  readonly unit: string;
  readonly worse: string;
}

const FASTEST: Claim = {
  metric: 'throughput_rps',
  best: 'Fastest',
  noneBest: 'No single fastest pair',
  unit: ' req/s',
  worse: 'times slower',
};
const LOWEST_P99: Claim = {
  metric: 'p99_at_rate_ns',
  best: 'Lowest P99',
  noneBest: 'No single lowest P99',
  unit: '',
  worse: 'times as high',
};

export function renderHeadline(result: RunResult, width: number, palette: ChalkInstance): string[] {
  const { settings, rankings, latency_at_rate } = result;
  // A rate that was asked for is what every pair serves.
  const claim = settings.rate_per_s === null ? FASTEST : LOWEST_P99;
  const ranking = rankings.find(({ of, metric }) => of === 'pairs' && metric === claim.metric);
  if (ranking === undefined) return [];
  const title = metricTitle(claim.metric, latency_at_rate[0]?.rate_per_s ?? null);
  return wrap(verdict(ranking, claim, title), width).map((line) => palette.bold(line));
}

function verdict({ entries, absent, method }: Ranking, claim: Claim, title: string): string {
  const ranked = entries.filter(({ rank }) => rank !== null);
  const [first] = ranked;
  if (first === undefined) {
    const why = absent ?? entries[0]?.why_not ?? 'there is none';
    return `No pair is ranked by ${title}: ${why}.`;
  }
  const value = `${METRICS[claim.metric].format(first.value)}${claim.unit}`;
  const name = pairInWords(first.name);
  if (ranked.length === 1) return `The one pair that is ranked: ${name}, ${value}.`;
  if (method === null)
    return `${claim.best} in this run: ${name}, ${value}; without intervals nobody can say how sure that is.`;
  const tied = ranked.filter(({ rank }) => rank === 1).map((one) => pairInWords(one.name));
  const next = ranked.find(({ rank }) => rank !== 1);
  if (next === undefined)
    return `${claim.noneBest}: this run tells none of the ${tied.length} apart; ${name} has ${value}.`;
  const others = `next is ${pairInWords(next.name)}, ${timesWorse(next)} ${claim.worse}`;
  return tied.length === 1
    ? `${claim.best}: ${name}, ${value}; ${others}.`
    : `${claim.noneBest}: ${listed(tied, MOST_TIED)} are tied, the first at ${value}; ${others}.`;
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
