/** Rankings in tests: how one is found, and rounds with small differences of their own. */
import { expect } from '@jest/globals';
import type { Compared } from '../../../src/analyse/comparison/compared.ts';
import { rankingsOf } from '../../../src/analyse/comparison/rankings.ts';
import type { RankedEntry, Ranking } from '../../../src/analyse/result-comparison.ts';
import { rankingSchema } from '../../../src/analyse/result-comparison.ts';
import { cell, compared } from './compared-fixture.ts';

export function ranking(of: Ranking['of'], metric: Ranking['metric'], all: Compared): Ranking {
  const found = rankingsOf(all).find((one) => one.of === of && one.metric === metric);
  if (found === undefined) throw new Error(`there is no ranking of ${of} by ${metric}`);
  expect(() => rankingSchema.parse(found)).not.toThrow();
  return found;
}

export function places({ entries }: Ranking): [string, number | null][] {
  return entries.map(({ name, rank }) => [name, rank]);
}

export function entryOf({ entries }: Ranking, name: string): RankedEntry {
  const found = entries.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`${name} is not in the ranking`);
  return found;
}

/** With each ratio and its interval as `RATIO`: the figures themselves are the matter of the statistics. */
export function shapes({ sentences }: Ranking): string[] {
  return sentences.map((sentence) => sentence.replace(/[\d.]+ \([\d.]+-[\d.]+\)/, 'RATIO'));
}

/** Three rounds about a value, all pairs with another order of the small differences. */
const NOISE = [
  [1, 1.01, 0.99],
  [1.006, 0.995, 1],
  [0.992, 1.004, 1.004],
  [1.003, 1, 0.996],
];

export function rounds(value: number, noise: number): number[] {
  return (NOISE[noise] ?? []).map((factor) => factor * value);
}

export const SERVER_BUSY = { client_busy: 0.8, server_busy: 0.99 };
export const CLIENT_BUSY = { client_busy: 0.99, server_busy: 0.8 };

/** Servers under the reference client, with a pair of the user's own for each. */
export function serversAt(
  ceilings: Readonly<Record<string, Parameters<typeof cell>[1]>>,
  changes: Partial<Compared> = {},
): Compared {
  return compared({
    cells: Object.keys(ceilings).map((server) => cell(`${server}:cpp-cpr`)),
    ceilings: Object.entries(ceilings).map(([server, options]) =>
      cell(`${server}:reference`, options),
    ),
    ...changes,
  });
}
