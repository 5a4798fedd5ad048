/** The windows that count, in the form of the statistics: those of valid pairs only. */
import type { Observation } from '../statistics/observation.ts';
import { type ComparedCell, type ComparedLatency, pairName } from './compared.ts';

export type LatencyPercentile = 'p50_ns' | 'p99_ns';

export function throughputObservations(cells: readonly ComparedCell[]): Observation[] {
  return validOf(cells).flatMap((cell) =>
    cell.rounds.map(({ round, rps }) => ({ entry: pairName(cell), round, value: rps })),
  );
}

/** Of a round with several windows their geometric mean. */
export function ungatedObservations(cells: readonly ComparedCell[]): Observation[] {
  return validOf(cells).flatMap((cell) => {
    const logs = new Map<number, number[]>();
    for (const { round, rps } of cell.all_windows)
      logs.set(round, [...(logs.get(round) ?? []), Math.log(rps)]);
    return [...logs].map(([round, ofRound]) => ({
      entry: pairName(cell),
      round,
      value: Math.exp(ofRound.reduce((sum, log) => sum + log, 0) / ofRound.length),
    }));
  });
}

export function latencyObservations(
  cells: readonly ComparedLatency[],
  percentile: LatencyPercentile,
): Observation[] {
  return validOf(cells).flatMap((cell) =>
    cell.rounds.flatMap((one) => {
      const value = one[percentile];
      return value === null ? [] : [{ entry: pairName(cell), round: one.round, value }];
    }),
  );
}

function validOf<C extends Pick<ComparedCell, 'status'>>(cells: readonly C[]): C[] {
  return cells.filter(({ status }) => status === 'valid');
}
