/** What has become of a pair since the base run. */
import { ratioWords } from '../comparison/ratio-words.ts';
import type { Change, VersusCell } from './comparison.ts';

export interface CellContext {
  readonly inBase: boolean;
  readonly inRun: boolean;
  /** Of the metric that decides. */
  readonly decisive: Change;
  /** What keeps the runs apart, and was not overruled. */
  readonly differences: readonly string[];
  /** The same of a figure that a run lacks: why. */
  readonly whyNoBase: string;
  readonly whyNoRun: string;
}

type Said = Pick<VersusCell, 'verdict' | 'sentence'>;

export function cellVerdict(context: CellContext): Said {
  const { inBase, inRun, decisive, differences, whyNoBase, whyNoRun } = context;
  if (!inBase) return { verdict: 'new', sentence: 'the base run does not have this pair' };
  if (!inRun) return { verdict: 'missing', sentence: 'this run does not have this pair' };
  if (decisive.run === null)
    return { verdict: 'missing', sentence: `this run has no figure of it: ${whyNoRun}` };
  if (decisive.base === null)
    return { verdict: 'new', sentence: `the base run has no figure of it: ${whyNoBase}` };
  if (differences.length > 0)
    return { verdict: 'not-comparable', sentence: `not measured alike: ${differences.join('; ')}` };
  return compared(decisive);
}

function compared({ metric, ratio, verdict, absent }: Change): Said {
  const { estimate, low, high } = ratio;
  if (verdict === null || estimate === null || low === null || high === null)
    return { verdict: 'not-comparable', sentence: absent ?? 'there is no reason given' };
  const words = `${ratioWords({ estimate, low, high })} times ${WHAT[metric]} of the base run`;
  switch (verdict) {
    case 'better':
      return { verdict: 'faster', sentence: words };
    case 'worse':
      return { verdict: 'slower', sentence: words };
    case 'tied':
      return { verdict: 'tied', sentence: words };
  }
}

const WHAT: Readonly<Record<Change['metric'], string>> = {
  throughput_rps: 'the throughput',
  p50_at_rate_ns: 'the P50',
  p99_at_rate_ns: 'the P99',
  cpu_us_per_request: 'the CPU time per request',
};
