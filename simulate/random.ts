/** Seeded random numbers. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Within 0 and 1. */
  readonly uniform: () => number;
  readonly normal: () => number;
  /** Below `size`. */
  readonly index: (size: number) => number;
}

/** The generator's first numbers are alike for all small seeds: they are not used. */
const UNUSED_DRAWS = 32;

export function seeded(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  for (let drawn = 0; drawn < UNUSED_DRAWS; drawn += 1) generator.next();
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    // Box, Muller, Annals of Mathematical Statistics 29 (1958) 610-611.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    index: (size) => uniformInt(generator, 0, size - 1),
  };
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** Of Student's t distribution with 3 degrees of freedom, scaled to variance 1: heavy tails. */
export function heavyTailed(random: Random): number {
  const squares = [random.normal(), random.normal(), random.normal()].map((x) => x * x);
  const chi = squares.reduce((sum, x) => sum + x, 0);
  return random.normal() / Math.sqrt(chi);
}
