import { describe, expect, it } from '@jest/globals';
import { type PairObservation, twoFactorEffects } from '../../../src/analyse/statistics/effects.ts';

const SERVERS = { a: 100, b: 50, c: 25 };
const CLIENTS = { x: 1, y: 2 };

/** server x client x what the round adds, which differs a little from pair to pair. */
function pairs(leftOut: (server: string, client: string) => boolean = () => false) {
  return Object.entries(SERVERS).flatMap(([server, base], i) =>
    Object.entries(CLIENTS)
      .filter(([client]) => !leftOut(server, client))
      .flatMap(([client, factor], j) =>
        [1, 2, 3].map((round): PairObservation => {
          const noise = 1 + (((i + 2 * j + 3 * round) % 4) - 1.5) / 1000;
          return { server, client, round, value: base * factor * noise };
        }),
      ),
  );
}

function effectsOf(observations: readonly PairObservation[]) {
  const effects = twoFactorEffects(observations);
  if ('absent' in effects) throw new Error(effects.absent);
  return effects;
}

describe('effects', () => {
  it('are ratios to the geometric mean of each side', () => {
    const { servers, clients, interaction, residual_cv } = effectsOf(pairs());
    expect(servers.map(({ name, ratio }) => [name, ratio.estimate])).toEqual([
      ['a', expect.closeTo(2, 1)],
      ['b', expect.closeTo(1, 1)],
      ['c', expect.closeTo(0.5, 1)],
    ]);
    expect(clients[1]?.ratio.estimate).toBeCloseTo(Math.SQRT2, 2);
    for (const { ratio } of interaction) {
      expect(ratio.low).toBeLessThan(1.002);
      expect(ratio.high).toBeGreaterThan(0.998);
    }
    expect(residual_cv).toBeLessThan(0.002);
  });

  it('bear a pair that is missing', () => {
    const { servers, interaction } = effectsOf(
      pairs((server, client) => server === 'c' && client === 'y'),
    );
    expect(servers[2]?.ratio.estimate).toBeCloseTo(0.5, 2);
    expect(interaction).toHaveLength(5);
  });

  it('see a pair that is better than its sides', () => {
    const lifted = pairs().map((one) =>
      one.server === 'a' && one.client === 'y' ? { ...one, value: 1.2 * one.value } : one,
    );
    const { interaction } = effectsOf(lifted);
    const found = interaction.find(({ server, client }) => server === 'a' && client === 'y');
    expect(found?.ratio.low).toBeGreaterThan(1.05);
  });

  it.each([
    ['there are no pairs', []],
    ['effects need two servers and two clients at least', pairs((_, client) => client === 'y')],
    [
      'some servers have no client in common with the others',
      pairs((server, client) => (server === 'a') !== (client === 'x')),
    ],
    ['an interval needs two rounds at least', pairs().filter(({ round }) => round === 1)],
    [
      'some pairs have no round in common with the others',
      pairs().map((one) => (one.server === 'a' ? { ...one, round: one.round + 10 } : one)),
    ],
  ])('are absent: %s', (absent, observations) => {
    expect(twoFactorEffects(observations)).toEqual({ absent });
  });
});
