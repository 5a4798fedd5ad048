/** The windows that count, in the form of the statistics: those of valid pairs only. */
import type { Observation } from '../statistics/observation.ts';
import { type ComparedCell, type ComparedLatency, pairName } from './compared.ts';

export function throughputObservations(cells: readonly ComparedCell[]): Observation[] {
  return validOf(cells).flatMap((cell) =>
    cell.rounds.map(({ round, rps }) => ({ entry: pairName(cell), round, value: rps })),
  );
}

export function p99Observations(cells: readonly ComparedLatency[]): Observation[] {
  return validOf(cells).flatMap((cell) =>
    cell.rounds.flatMap(({ round, p99_ns }) =>
      p99_ns === null ? [] : [{ entry: pairName(cell), round, value: p99_ns }],
    ),
  );
}

function validOf<C extends Pick<ComparedCell, 'status'>>(cells: readonly C[]): C[] {
  return cells.filter(({ status }) => status === 'valid');
}
