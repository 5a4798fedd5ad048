/** A ranking in sentences, fewer than entries: each entry against the best, or tied with the one before it. */
import type { Comparison } from '../statistics/compare.ts';
import type { Contest } from './contest.ts';
import { rateWords, ratioWords } from './ratio-words.ts';
import type { Standing } from './standing.ts';

/** `standings`: best value first. */
export function rankingSentences(
  standings: readonly Standing[],
  comparison: Comparison,
  contest: Contest,
): string[] {
  const measured = standings.filter(({ entry }) => entry.value.estimate !== null);
  const comparisons = (measured.length * (measured.length - 1)) / 2;
  const [best] = measured;
  return measured.slice(1).flatMap((standing, index) => {
    const before = measured[index];
    if (best === undefined || before === undefined) return [];
    const other = areTied(before, standing) ? before : best;
    return sentence(other, standing, { comparison, contest, comparisons });
  });
}

interface Context {
  readonly comparison: Comparison;
  readonly contest: Contest;
  /** In the whole ranking. */
  readonly comparisons: number;
}

/** None where the windows tell nothing of the two. */
function sentence(ahead: Standing, behind: Standing, context: Context): string[] {
  const { comparison, contest } = context;
  const [a, b] = [ahead.entry.name, behind.entry.name];
  // Above 1, whichever way is better.
  const ratio =
    contest.metric === 'throughput_rps' ? comparison.ratio(a, b) : comparison.ratio(b, a);
  const { estimate, low, high } = ratio;
  if (estimate === null || low === null || high === null) return [];
  const figure = ratioWords({ estimate, low, high });
  if (isBeaten(behind, ahead)) {
    const words = ahead.isLowerBound ? `at least ${figure}` : figure;
    return [beating(a, b, words, contest)];
  }
  if (!areTied(ahead, behind)) return [];
  const both = `${a} and ${b}`;
  return low > 1 || high < 1
    ? [
        `${both} cannot be told apart${where(contest)}: ${figure} is not enough among ` +
          `${context.comparisons} comparisons`,
      ]
    : [`${both} are tied${where(contest)}: ${figure}`];
}

/** Nobody is surely better than a lower bound. */
function isBeaten(one: Standing, by: Standing): boolean {
  return !one.isLowerBound && one.beaten_by.includes(by.entry.name);
}

function areTied(one: Standing, other: Standing): boolean {
  return (
    !one.isLowerBound &&
    !other.isLowerBound &&
    !one.beaten_by.includes(other.entry.name) &&
    !other.beaten_by.includes(one.entry.name)
  );
}

function beating(a: string, b: string, ratio: string, { of, ...contest }: Contest): string {
  switch (contest.metric) {
    case 'throughput_rps':
      return {
        pairs: `${a} reaches ${ratio} times the throughput of ${b}`,
        servers: `${a} serves ${ratio} times ${b}`,
        clients: `${a} sends ${ratio} times as many requests as ${b}`,
      }[of];
    case 'p50_at_rate_ns':
    case 'p99_at_rate_ns':
      return `${b}: ${percentileWords(contest)} is ${ratio} times that of ${a}`;
    case 'cpu_us_per_request':
      return `${b} needs ${ratio} times the CPU time per request of ${a}`;
  }
}

/** What two entries are tied by, where it is not throughput. */
function where(contest: Contest): string {
  switch (contest.metric) {
    case 'throughput_rps':
      return '';
    case 'p50_at_rate_ns':
    case 'p99_at_rate_ns':
      return ` by ${percentileWords(contest)}`;
    case 'cpu_us_per_request':
      return ' by CPU time per request';
  }
}

function percentileWords({ metric, rate_per_s }: Pick<Contest, 'metric' | 'rate_per_s'>): string {
  const percentile = metric === 'p50_at_rate_ns' ? 'P50' : 'P99';
  return rate_per_s === null ? percentile : `${percentile} at ${rateWords(rate_per_s)}`;
}
