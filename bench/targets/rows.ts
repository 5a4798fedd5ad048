/** The rows of the targets, made from the rounds. */
import type { Service } from '../../src/plan/manifest.ts';
import { isRowMet, type RatioRow } from '../table.ts';
import type { Beside } from './beside.ts';
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

function ratioTo<T>(measured: Beside<T> | undefined, rpsOf: (value: T) => number): number {
  return measured === undefined ? NaN : rpsOf(measured.value) / measured.yardstick_rps;
}

export function targetRows(rounds: readonly Round[]): TargetRow[] {
  const clients = Object.entries(CLIENTS).map(([name, wanted]): TargetRow => ({
    kind: 'client',
    name,
    what: `${name} / wrk`,
    ratios: rounds.map((round) => ratioTo(round.clients.get(name), ({ rps }) => rps)),
    wanted,
  }));
  const servers = Object.entries(SERVERS).map(([name, wanted]): TargetRow => ({
    kind: 'server',
    name,
    what: `${name} / reference server`,
    ratios: rounds.map((round) => ratioTo(round.servers.get(name), (rps) => rps)),
    wanted,
  }));
  return [...clients, ...servers];
}

export interface Repeats {
  /** Of all rounds, each counted once. */
  readonly windows: number;
  /** Of these. */
  readonly repeated: number;
}

export function repeatsOf(rounds: readonly Round[]): Repeats {
  const measured = rounds.flatMap(({ clients, servers }): readonly Beside<unknown>[] => [
    ...clients.values(),
    ...servers.values(),
  ]);
  const repeated = measured.filter(({ attempts }) => attempts > 1).length;
  return { windows: measured.length, repeated };
}
