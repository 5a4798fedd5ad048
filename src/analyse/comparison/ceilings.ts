/** How near a pair comes to what each of its sides does with the reference on the other side. */
import { absent, type Figure } from '../figure.ts';
import {
  cellOf,
  type Compared,
  type ComparedCell,
  type CountedRound,
  isPair,
  type PairOf,
} from './compared.ts';

export interface Nearness {
  /** Throughput / that of the reference client with the same server. */
  readonly of_server_ceiling: Figure;
  /** Throughput / that of the same client with the reference server. */
  readonly of_client_ceiling: Figure;
}

const NO_REFERENCE = 'no ceilings were measured';

export function nearnessOf(cell: ComparedCell, compared: Compared): Nearness {
  const { reference } = compared;
  if (reference === null)
    return { of_server_ceiling: absent(NO_REFERENCE), of_client_ceiling: absent(NO_REFERENCE) };
  return {
    of_server_ceiling: shareOf(cell, { ...reference, server: cell.server }, compared),
    of_client_ceiling: shareOf(cell, { ...reference, client: cell.client }, compared),
  };
}

/** Of the rounds that both have, since the machine is not equally fast in all of them. */
function shareOf(cell: ComparedCell, ceilingPair: PairOf, compared: Compared): Figure {
  if (isPair(cell, ceilingPair)) return absent('this pair is the ceiling itself');
  const who = `the ceiling, ${ceilingPair.server} with ${ceilingPair.client},`;
  const ceiling = cellOf(compared, ceilingPair);
  if (ceiling === undefined) return absent(`${who} was not measured`);
  if (ceiling.status !== 'valid') return absent(`${who} is ${ceiling.status}`);
  const logs = cell.rounds.flatMap((round) => logShare(round, ceiling.rounds));
  if (logs.length === 0) return absent(`${who} has no round in common with this pair`);
  return { value: Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length) };
}

function logShare({ round, rps }: CountedRound, ceiling: readonly CountedRound[]): number[] {
  const same = ceiling.find((other) => other.round === round);
  return same === undefined ? [] : [Math.log(rps / same.rps)];
}
