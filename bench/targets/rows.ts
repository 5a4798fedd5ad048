/** The rows of the targets, made from the rounds. */
import type { Service } from '../../src/plan/manifest.ts';
import { isRowMet, type RatioRow } from '../table.ts';
import type { Round } from './measure.ts';
import { CLIENTS, SERVERS } from './wanted.ts';

/** A row that tells whose it is. */
export interface TargetRow extends RatioRow {
  readonly kind: Service['kind'];
  readonly name: string;
}

export function isMissed(row: RatioRow): boolean {
  return isRowMet(row) === false;
}

export function targetRows(rounds: readonly Round[]): TargetRow[] {
  const clients = Object.entries(CLIENTS).map(([name, wanted]): TargetRow => ({
    kind: 'client',
    name,
    what: `${name} / wrk`,
    ratios: rounds.map((round) => (round.clients.get(name)?.rps ?? NaN) / round.wrk_rps),
    wanted,
  }));
  const servers = Object.entries(SERVERS).map(([name, wanted]): TargetRow => ({
    kind: 'server',
    name,
    what: `${name} / reference server`,
    ratios: rounds.map((round) => (round.server_rps.get(name) ?? NaN) / round.reference_rps),
    wanted,
  }));
  return [...clients, ...servers];
}
