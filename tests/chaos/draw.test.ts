import { describe, expect, test } from '@jest/globals';
import { drawShape, faultOf, randomOf } from '../../chaos/draw.ts';
import { FAULTS } from '../../chaos/faults/all.ts';

const ROUNDS = Array.from({ length: 300 }, (_, index) => index + 1);
const COUNT = FAULTS.length;

describe('the faults of a seed', () => {
  test('come each once before any comes again', () => {
    for (const begin of [0, COUNT, 5 * COUNT]) {
      const turn = ROUNDS.slice(begin, begin + COUNT).map((round) => faultOf(7, round, COUNT));
      expect(new Set(turn).size).toBe(COUNT);
    }
  });

  test('are the same again, and others for another seed', () => {
    const of = (seed: number): number[] => ROUNDS.map((round) => faultOf(seed, round, COUNT));
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
    expect(of(7).slice(0, COUNT)).not.toEqual(of(7).slice(COUNT, 2 * COUNT));
  });
});

describe('the run of a round', () => {
  test('is small, has what its fault needs, and depends on seed and round alone', () => {
    for (const round of ROUNDS)
      for (const { needs } of FAULTS) {
        const shape = drawShape(randomOf(7, round), needs);
        expect(shape).toEqual(drawShape(randomOf(7, round), needs));
        expect(shape.rounds).toBeGreaterThanOrEqual(needs.rounds);
        expect(shape.rounds * shape.servers.length * shape.clients.length).toBeLessThanOrEqual(4);
        expect(needs.servers ?? shape.servers).toEqual(shape.servers);
      }
  });
});
