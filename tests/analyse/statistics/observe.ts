/** Observations from tables, one row an entry and one column a round; null: it is missing. */
import type { Observation } from '../../../src/analyse/statistics/observation.ts';

export type Table = Readonly<Record<string, readonly (number | null)[]>>;

export function observe(table: Table): Observation[] {
  return Object.entries(table).flatMap(([entry, values]) =>
    values.flatMap((value, index) => (value === null ? [] : [{ entry, round: index + 1, value }])),
  );
}
