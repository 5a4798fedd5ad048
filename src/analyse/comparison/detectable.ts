/** The smallest difference of two pairs that a run of this noise and length finds in 4 of 5 cases. */
import type { RunResult } from '../result.ts';
import { type DetectableRatio, minimumDetectableRatio } from '../statistics/detectable.ts';
import { type Compared, isPair } from './compared.ts';
import { p99Observations, throughputObservations } from './observations.ts';

export function minimumDetectableOf(compared: Compared): RunResult['minimum_detectable_ratio'] {
  const throughput = throughputRatio(compared);
  const p99 = p99Ratio(compared);
  const reasons = [
    ...(throughput.absent === null ? [] : [`throughput: ${throughput.absent}`]),
    ...(p99.absent === null ? [] : [`P99 at equal rate: ${p99.absent}`]),
  ];
  return {
    throughput: throughput.ratio,
    p99_at_rate: p99.ratio,
    absent: reasons.length === 0 ? null : reasons.join('; '),
  };
}

function throughputRatio({ cells, rate_per_s }: Compared): DetectableRatio {
  return rate_per_s === null
    ? minimumDetectableRatio(throughputObservations(cells))
    : { ratio: null, absent: 'the rate was fixed by --rate' };
}

/** Of the pairs that the user chose, as with throughput. */
function p99Ratio({ cells, latency }: Compared): DetectableRatio {
  if ('absent' in latency) return { ratio: null, absent: latency.absent };
  const chosen = latency.cells.filter((one) => cells.some((cell) => isPair(cell, one)));
  return minimumDetectableRatio(p99Observations(chosen));
}
