/** A variant against its base in one plain sentence, the verdict at its end. */
import type { VariationResult } from '../result-comparison.ts';
import type { PairOf } from './compared.ts';
import { rateWords, ratioWords } from './ratio-words.ts';

type Said = Omit<VariationResult, 'sentence'>;

export interface SentenceContext {
  /** Pairs in which the side that does not vary was the limit. */
  readonly limited: readonly PairOf[];
  /** That the verdict was corrected for. */
  readonly comparisons: number;
  /** Of the latencies; null: they were not measured at a rate. */
  readonly rate_per_s: number | null;
}

export function variationSentence(said: Said, context: SentenceContext): string {
  const { side, base, pair, ratio, verdict, absent } = said;
  const [variant, other] = [pair[side], base[side]];
  const { estimate, low, high } = ratio;
  if (estimate === null)
    return `${variant} cannot be held against ${other} by ${metricWords(said, context)}: ${absent ?? 'no reason is given'}`;
  if (verdict === null || low === null || high === null)
    return `${claim(said, context, estimate.toPrecision(2))}, but how sure that is is not known: ${absent ?? 'no reason is given'}`;
  return `${claim(said, context, ratioWords({ estimate, low, high }))}: ${verdictWords(said, context)}${limitWords(said, context)}`;
}

/** What the ratio is one of. */
function claim(said: Said, context: SentenceContext, ratio: string): string {
  const { side, base, pair, metric } = said;
  const [variant, other] = [pair[side], base[side]];
  switch (metric) {
    case 'throughput_rps': {
      const verb = { server: 'serves', client: 'sends' }[side];
      return `${variant} ${verb} ${ratio} ${(said.ratio.estimate ?? 0) < 1 ? 'of' : 'times'} ${other}'s requests`;
    }
    case 'p50_at_rate_ns':
    case 'p99_at_rate_ns':
      return `${variant}: ${metricWords(said, context)} is ${ratio} times that of ${other}`;
    case 'cpu_us_per_request':
      return `${variant} needs ${ratio} times the CPU time per request of ${other}`;
  }
}

function metricWords({ metric }: Said, { rate_per_s }: SentenceContext): string {
  const at = rate_per_s === null ? '' : ` at ${rateWords(rate_per_s)}`;
  switch (metric) {
    case 'throughput_rps':
      return 'throughput';
    case 'p50_at_rate_ns':
      return `P50${at}`;
    case 'p99_at_rate_ns':
      return `P99${at}`;
    case 'cpu_us_per_request':
      return 'CPU time per request';
  }
}

const VERDICT_WORDS: Readonly<
  Record<VariationResult['metric'], Readonly<Record<'better' | 'worse', string>>>
> = {
  throughput_rps: { better: 'faster', worse: 'slower' },
  p50_at_rate_ns: { better: 'lower', worse: 'higher' },
  p99_at_rate_ns: { better: 'lower', worse: 'higher' },
  cpu_us_per_request: { better: 'less', worse: 'more' },
};

/** An interval that leaves 1 out may be too little among several comparisons. */
function verdictWords({ metric, verdict, ratio }: Said, { comparisons }: SentenceContext): string {
  if (verdict === 'better' || verdict === 'worse') return VERDICT_WORDS[metric][verdict];
  const { low, high } = ratio;
  const isAlone = low !== null && high !== null && (low > 1 || high < 1);
  return isAlone
    ? `not enough to tell them apart among ${comparisons} comparisons`
    : 'no difference is found';
}

/** A side that waits for the other one shows less than it can do. */
function limitWords({ side, base, pair }: Said, { limited }: SentenceContext): string {
  const [first] = limited;
  if (first === undefined) return '';
  const rest = side === 'server' ? 'client' : 'server';
  const whose = limited.length > 1 ? 'of both' : `with ${first === pair ? pair[side] : base[side]}`;
  return `; the ${rest} was the limit ${whose}, so the ${side}s may differ by more`;
}
