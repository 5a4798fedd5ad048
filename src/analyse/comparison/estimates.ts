/** Estimates of each pair by itself, with intervals whose variance is pooled over all pairs of the run. */
import { compareEntries } from '../statistics/compare.ts';
import { type Estimate, noEstimate, type Observation } from '../statistics/observation.ts';
import {
  type Compared,
  type ComparedCell,
  type ComparedLatency,
  pairName,
  type PairOf,
} from './compared.ts';
import {
  latencyObservations,
  type LatencyPercentile,
  throughputObservations,
  ungatedObservations,
} from './observations.ts';

type EstimateOf = (pair: PairOf & Pick<ComparedCell, 'status'>) => Estimate;

/** From the windows that count; chosen pairs and ceilings alike. */
export function throughputEstimates({ cells, ceilings }: Compared): EstimateOf {
  return estimates(throughputObservations([...cells, ...ceilings]), 'no window counts');
}

/** From all windows, those that a gate left out among them. */
export function ungatedEstimates({ cells, ceilings }: Compared): EstimateOf {
  return estimates(ungatedObservations([...cells, ...ceilings]), 'no round was measured');
}

export function latencyEstimates(
  cells: readonly ComparedLatency[],
  percentile: LatencyPercentile,
): EstimateOf {
  return estimates(
    latencyObservations(cells, percentile),
    'the windows hold too few requests for this percentile',
  );
}

/** `none`: why a valid pair may have no value. */
function estimates(observations: readonly Observation[], none: string): EstimateOf {
  const comparison = compareEntries(observations);
  const entries = new Set(observations.map(({ entry }) => entry));
  return (pair) => {
    if (pair.status !== 'valid') return noEstimate(`the cell is ${pair.status}`);
    const entry = pairName(pair);
    return entries.has(entry) ? comparison.absolute(entry) : noEstimate(none);
  };
}
