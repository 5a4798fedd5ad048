/** The order of measurement: complete rounds, servers and clients shuffled within them by the seed. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Block, NamedPair, Pass, PointPass } from './facts.ts';

/** What is measured in each round of a pass. */
export interface Rounds {
  readonly pass: Exclude<Pass, 'control' | PointPass>;
  readonly pairs: readonly NamedPair[];
  readonly rounds: number;
  /** Measured before the turn of each other server; null: nothing. */
  readonly control: NamedPair | null;
}

/** The points of a sweep, all of them in each round. */
export interface PointRounds {
  readonly passes: readonly PointPass[];
  readonly pairs: readonly NamedPair[];
  readonly rounds: number;
}

/** Fisher-Yates. */
function shuffled<T>(items: readonly T[], random: RandomGenerator): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const chosen = uniformInt(random, 0, last);
    [result[last], result[chosen]] = [result[chosen] as T, result[last] as T];
  }
  return result;
}

/** The generator's first numbers are alike for all small seeds: they are not used. */
const UNUSED_DRAWS = 32;

function generator(seed: number): RandomGenerator {
  const random = xoroshiro128plus(seed);
  for (let drawn = 0; drawn < UNUSED_DRAWS; drawn += 1) random.next();
  return random;
}

function serversOf(pairs: readonly NamedPair[]): string[] {
  return [...new Set(pairs.map((pair) => pair.server))];
}

function clientsOfServer(pairs: readonly NamedPair[], server: string): string[] {
  return pairs.filter((pair) => pair.server === server).map((pair) => pair.client);
}

/** Point by point, so that a point that was measured in a round is finished, whatever comes then. */
function blocksOfPoints({ passes, pairs, rounds }: PointRounds, random: RandomGenerator): Block[] {
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
    shuffled(passes, random).flatMap((pass) =>
      shuffled(serversOf(pairs), random).map((server) => ({
        ...{ pass, round, server },
        clients: shuffled(clientsOfServer(pairs, server), random),
      })),
    ),
  );
}

function blocksOfPass({ pass, pairs, rounds, control }: Rounds, random: RandomGenerator): Block[] {
  const servers = serversOf(pairs);
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
    shuffled(servers, random).flatMap((server): Block[] => [
      ...(control === null || control.server === server
        ? []
        : [{ pass: 'control' as const, round, server: control.server, clients: [control.client] }]),
      { pass, round, server, clients: shuffled(clientsOfServer(pairs, server), random) },
    ]),
  );
}

/** In each round of a pass every pair is measured once; same seed and pairs, same order. */
export function planBlocks(passes: readonly (Rounds | PointRounds)[], seed: number): Block[] {
  const random = generator(seed);
  return passes.flatMap((one) =>
    'passes' in one ? blocksOfPoints(one, random) : blocksOfPass(one, random),
  );
}
