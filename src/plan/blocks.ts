/** The order of measurement: complete rounds, servers and clients shuffled within them by the seed. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Block, NamedPair, Pass } from './facts.ts';

/** What is measured in each round of a pass. */
export interface Rounds {
  readonly pass: Exclude<Pass, 'control'>;
  readonly pairs: readonly NamedPair[];
  readonly rounds: number;
  /** Measured before the turn of each other server; null: nothing. */
  readonly control: NamedPair | null;
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

function blocksOfPass({ pass, pairs, rounds, control }: Rounds, random: RandomGenerator): Block[] {
  const servers = [...new Set(pairs.map((pair) => pair.server))];
  const clientsOf = (server: string): string[] =>
    pairs.filter((pair) => pair.server === server).map((pair) => pair.client);
  return Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
    shuffled(servers, random).flatMap((server): Block[] => [
      ...(control === null || control.server === server
        ? []
        : [{ pass: 'control' as const, round, server: control.server, clients: [control.client] }]),
      { pass, round, server, clients: shuffled(clientsOf(server), random) },
    ]),
  );
}

/** In each round of a pass every pair is measured once; same seed and pairs, same order. */
export function planBlocks(passes: readonly Rounds[], seed: number): Block[] {
  const random = generator(seed);
  return passes.flatMap((pass) => blocksOfPass(pass, random));
}
