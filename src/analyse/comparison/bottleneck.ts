/** Which side of a pair was the limit, and of which side the throughput is therefore a lower bound. */
import type { Figure } from '../figure.ts';
import type { Cell } from '../result.ts';
import type { Bottleneck } from '../result-comparison.ts';
import { bottleneckSentence } from './bottleneck-sentence.ts';
import type { Compared, ComparedCell } from './compared.ts';
import { type BottleneckVerdict, type Evidence, evidenceOf, verdictOf } from './evidence.ts';

export interface Limit {
  readonly bottleneck: Bottleneck;
  readonly bound: Cell['bound'];
  /** Why figures are null, by their path in the cell. */
  readonly absent: Readonly<Record<string, string>>;
}

export function limitOf(cell: ComparedCell, compared: Compared): Limit {
  const evidence = evidenceOf(cell, compared);
  const verdict = verdictOn(cell, evidence, compared);
  const absent: Record<string, string> = {};
  const value = (
    name: Exclude<keyof Evidence, 'waiting' | 'disturbed' | 'shared'>,
  ): number | null => {
    const figure: Figure = evidence[name];
    if ('value' in figure) return figure.value;
    absent[`bottleneck.${name}`] = figure.absent;
    return null;
  };
  return {
    bottleneck: {
      verdict,
      client_busy: value('client_busy'),
      server_busy: value('server_busy'),
      of_server_ceiling: value('of_server_ceiling'),
      of_client_ceiling: value('of_client_ceiling'),
      sentence: bottleneckSentence(cell, verdict, evidence, compared),
    },
    bound: boundBy(verdict),
    absent,
  };
}

function verdictOn(
  { status }: ComparedCell,
  evidence: Evidence,
  { rate_per_s }: Compared,
): BottleneckVerdict {
  if (status !== 'valid') return 'unknown';
  return rate_per_s === null ? verdictOf(evidence) : 'neither';
}

/** The other side than the one that was the limit may be able to do more. */
function boundBy(verdict: BottleneckVerdict): Cell['bound'] {
  if (verdict === 'client') return 'server';
  return verdict === 'server' ? 'client' : null;
}
