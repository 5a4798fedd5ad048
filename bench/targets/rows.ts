/** The rows of the targets, made from the rounds. */
import type { RatioRow } from '../table.ts';
import type { Round } from './measure.ts';
import { CLIENTS, SERVERS } from './wanted.ts';

export function targetRows(rounds: readonly Round[]): RatioRow[] {
  const clients = Object.entries(CLIENTS).map(([name, wanted]): RatioRow => ({
    what: `${name} / wrk`,
    ratios: rounds.map((round) => (round.clients.get(name)?.rps ?? NaN) / round.wrk_rps),
    wanted,
  }));
  const servers = Object.entries(SERVERS).map(([name, wanted]): RatioRow => ({
    what: `${name} / reference server`,
    ratios: rounds.map((round) => (round.server_rps.get(name) ?? NaN) / round.reference_rps),
    wanted,
  }));
  return [...clients, ...servers];
}
