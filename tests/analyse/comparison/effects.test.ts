import { describe, expect, test } from '@jest/globals';
import { effectsOf } from '../../../src/analyse/comparison/effects.ts';
import { effectsSchema } from '../../../src/analyse/result-comparison.ts';
import { cell, compared } from './compared-fixture.ts';

const FREE = { client_busy: 0.6, server_busy: 0.6 };
const FACTORS = [1, 1.01, 0.99];

/** Server a is twice b, client x is 1.5 times y; together a and x have 10 % more than that. */
function grid(options: Parameters<typeof cell>[1] = FREE) {
  const rps = (value: number) => FACTORS.map((factor) => value * factor);
  return [
    cell('a:x', { ...options, rps: rps(33_000) }),
    cell('a:y', { ...options, rps: rps(20_000) }),
    cell('b:x', { ...options, rps: rps(15_000) }),
    cell('b:y', { ...options, rps: rps(10_000) }),
  ];
}

const noCeilings = { reference: null };

describe('effects', () => {
  test('are ratios to the mean of all, with what a pair has beyond its sides', () => {
    const { effects, effects_absent } = effectsOf(compared({ ...noCeilings, cells: grid() }));
    expect(effects_absent).toBeNull();
    expect(() => effectsSchema.parse(effects)).not.toThrow();
    expect(effects?.servers.map(({ name }) => name)).toEqual(['a', 'b']);
    // a / b is 2 times the geometric mean of 1.1 and 1, and each is its root away from the mean.
    expect(effects?.servers[0]?.ratio.estimate).toBeCloseTo(Math.sqrt(2 * Math.sqrt(1.1)), 6);
    expect(effects?.clients[0]?.ratio.estimate).toBeCloseTo(Math.sqrt(1.5 * Math.sqrt(1.1)), 6);
    expect(effects?.interaction).toHaveLength(4);
    expect(effects?.interaction[0]).toMatchObject({ server: 'a', client: 'x' });
    expect(effects?.interaction[0]?.ratio.estimate).toBeCloseTo(1.1 ** 0.25, 6);
    // All rounds differ by the same factor, which is the effect of the round.
    expect(effects?.residual_cv).toBeCloseTo(0, 9);
    expect(effects?.left_out).toEqual([]);
  });

  test('leave out bounds and what is not valid, and name it', () => {
    const bound = { client_busy: 0.99, server_busy: 0.3 };
    const cells = [...grid(), cell('c:x', bound), cell('c:y', { ...FREE, status: 'invalid' })];
    const { effects } = effectsOf(compared({ ...noCeilings, cells }));
    expect(effects?.left_out).toEqual(['c:x', 'c:y']);
    expect(effects?.servers.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('need what is left to be enough', () => {
    const cells = grid({ client_busy: 0.99, server_busy: 0.3 });
    expect(effectsOf(compared({ ...noCeilings, cells }))).toEqual({
      effects: null,
      effects_absent: expect.stringMatching(
        /; left out as bounds or not valid: a:x, a:y, b:x, b:y$/,
      ),
    });
    expect(effectsOf(compared({ ...noCeilings, cells: grid().slice(0, 2) }))).toEqual({
      effects: null,
      effects_absent: 'effects need two servers and two clients at least',
    });
  });

  test('are none at a fixed rate', () => {
    expect(effectsOf(compared({ ...noCeilings, cells: grid(), rate_per_s: 100 }))).toEqual({
      effects: null,
      effects_absent: 'the rate was fixed by --rate',
    });
  });
});
