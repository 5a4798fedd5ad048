/** `--fail-if-slower`: a pair fails only where its whole interval lies beyond the limit. */
import { pairName } from '../comparison/compared.ts';
import { ratioWords } from '../comparison/ratio-words.ts';
import type { GateVerdict } from '../gate-verdict.ts';
import type { RunsComparison, Versus, VersusCell } from './comparison.ts';
import { errorsWords } from './errors.ts';

type Gate = RunsComparison['gates'][number];
type Said = Pick<GateVerdict, 'verdict' | 'sentence'>;

/** `limit`: as 0.05. */
export function slowerGates(runs: readonly Versus[], limit: number): Gate[] {
  return runs.flatMap((versus) =>
    versus.cells.map((cell) => ({
      name: `${pairName(cell)} at most ${percent(limit)} slower${runs.length > 1 ? ` in ${versus.run.run_id}` : ''}`,
      ...said(cell, versus, limit),
      run_id: versus.run.run_id,
      server: cell.server,
      client: cell.client,
    })),
  );
}

function said(cell: VersusCell, versus: Versus, limit: number): Said {
  if (cell.errors.more)
    return { verdict: 'fail', sentence: `more errors: ${errorsWords(cell.errors)}` };
  switch (cell.verdict) {
    case 'new':
      return { verdict: 'pass', sentence: `new: ${cell.sentence}` };
    case 'missing':
      return { verdict: 'fail', sentence: `missing: ${cell.sentence}` };
    case 'not-comparable':
      return { verdict: 'no-data', sentence: cell.sentence };
    case 'faster':
    case 'slower':
    case 'tied':
      return byInterval(cell, versus, limit);
  }
}

/** 5 % slower: 0.95 times the throughput, or 1.05 times the latency. */
function byInterval({ changes }: VersusCell, { decided_by }: Versus, limit: number): Said {
  const change = changes.find(({ metric }) => metric === decided_by);
  const { estimate = null, low = null, high = null } = change?.ratio ?? {};
  if (estimate === null || low === null || high === null)
    return { verdict: 'no-data', sentence: 'there is no interval' };
  const higherIsBetter = decided_by === 'throughput_rps';
  const bound = higherIsBetter ? 1 - limit : 1 + limit;
  const isBeyond = higherIsBetter ? high < bound : low > bound;
  const isWorse = higherIsBetter ? estimate < bound : estimate > bound;
  const side = higherIsBetter ? 'below' : 'above';
  const words = `${ratioWords({ estimate, low, high })} times the ${higherIsBetter ? 'throughput' : 'P99'}`;
  if (isBeyond)
    return {
      verdict: 'fail',
      sentence: `${words}: the whole interval is ${side} ${places(bound)}`,
    };
  return {
    verdict: 'pass',
    sentence: isWorse
      ? `${words}: ${side} ${places(bound)}, but its interval reaches back to it`
      : `${words}: not ${side} ${places(bound)}`,
  };
}

function places(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}
