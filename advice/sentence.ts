/** What was measured in plain sentences, each with its figures; pure. */
import type { Interval } from '../src/analyse/result-comparison.ts';
import { ratioWords } from '../src/analyse/comparison/ratio-words.ts';
import type { Metric, Outcome, SideComparison } from './answer.ts';
import type { ComparedLine } from './line.ts';

type Measured = Extract<Outcome, { kind: 'measured' }>;

const METRIC_WORDS: Readonly<Record<Metric, (concerns: string) => string>> = {
  throughput_rps: () => 'the throughput',
  cpu_us_per_request: (concerns) => `the CPU time per request of the ${concerns}`,
  p50_ns: () => 'the P50',
  p99_ns: () => 'the P99',
};

/** Null: there is none. */
function timesWords({ estimate, low, high }: Interval): string | null {
  if (estimate === null || low === null || high === null) return null;
  return ratioWords({ estimate, low, high });
}

function isAlone({ low, high }: Interval): boolean {
  return low !== null && high !== null && (low > 1 || high < 1);
}

function verdictWords(
  { verdict, decided_by, ratios }: SideComparison,
  comparisons: number,
  advised: ComparedLine['advised'],
): string {
  if (verdict === 'tied')
    return isAlone(ratios[decided_by])
      ? `Not told apart among ${comparisons} comparisons`
      : 'No difference found';
  return (verdict === 'better') === (advised === 'others') ? 'It pays' : 'It does not pay';
}

/** The metrics beside the one that decides, as far as they are known. */
function besideWords({ ratios, decided_by }: SideComparison, concerns: string): string {
  const others = (['throughput_rps', 'cpu_us_per_request', 'p50_ns', 'p99_ns'] as const).flatMap(
    (metric) => {
      const times = metric === decided_by ? null : timesWords(ratios[metric]);
      return times === null ? [] : [`${METRIC_WORDS[metric](concerns)} is ${times} times`];
    },
  );
  return others.length === 0 ? '' : `; ${others.join(', ')}`;
}

function busyWords(name: string, { sides }: Measured, concerns: string): string {
  const busy = sides.find((side) => side.name === name)?.busy ?? null;
  return busy === null ? '' : `, the ${concerns} ${Math.round(busy * 100)} % busy`;
}

/** Of one side against the first. */
function comparisonSentence(
  comparison: SideComparison,
  measured: Measured,
  { advised, concerns, by, sides }: ComparedLine,
): string {
  const { side, decided_by, limited, ratios } = comparison;
  const times = timesWords(ratios[decided_by]) ?? 'not known';
  const isRated = sides.some(({ load }) => load?.rate_share !== undefined);
  const busy = (name: string): string =>
    by === 'p99' && isRated ? busyWords(name, measured, concerns) : '';
  const own = busy(side);
  const rest = concerns === 'server' ? 'client' : 'server';
  const why = limited ? `, by CPU time since the ${rest} was the limit` : '';
  return (
    `${verdictWords(comparison, measured.comparisons.length, advised)}${why}: with ${side}${own === '' ? '' : `${own},`} ` +
    `${METRIC_WORDS[decided_by](concerns)} is ${times} times that with ${measured.first}${busy(measured.first)}` +
    `${besideWords(comparison, concerns)}.`
  );
}

export function measuredSentences(measured: Measured, line: ComparedLine): string[] {
  return measured.comparisons.map((comparison) => comparisonSentence(comparison, measured, line));
}
