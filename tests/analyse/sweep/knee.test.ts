import { describe, expect, test } from '@jest/globals';
import { kneeOf } from '../../../src/analyse/sweep/knee.ts';
import type { PowerPoint } from '../../../src/analyse/sweep/knee.ts';

/** Rounds that differ by this share of the value. */
function point(
  load: string,
  power: number,
  { noise = 0.001, rounds = 4, shift = 0 } = {},
): PowerPoint {
  const powers = Array.from({ length: rounds }, (_, index) => ({
    round: index + 1,
    value: power * (1 + noise * ([1, -1, 0.5, -0.5, 0][(index + shift) % 5] ?? 0)),
  }));
  return { load, status: 'valid', powers };
}

function over(load: string): PowerPoint {
  return { load, status: 'overloaded', powers: [] };
}

/** M/M/1 with capacity mu: response time 1 / (mu - lambda), so power is lambda (mu - lambda). */
function mm1(mu: number, rates: readonly number[]): PowerPoint[] {
  return rates.map((rate, shift) => point(`${rate}/s`, rate * (mu - rate), { shift }));
}

describe('the knee', () => {
  test('of M/M/1 is at half of the capacity', () => {
    const points = mm1(1000, [100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(kneeOf(points)).toEqual({
      knee: { point: 4, tied: [4] },
      sentence: 'the knee is at 500/s, where throughput / mean response time is largest',
    });
  });

  test('of loads that cannot be told apart is at the smallest of them', () => {
    const noisy = [100, 400, 410, 390, 90].map((power, shift) =>
      point(`C=${shift + 1}`, power, { noise: 0.2, shift }),
    );
    const { knee, sentence } = kneeOf(noisy);
    expect(knee).toEqual({ point: 1, tied: [1, 2, 3] });
    expect(sentence).toBe(
      'the knee is at C=2, where throughput / mean response time is largest; ' +
        'C=3 and C=4 cannot be told apart from it, so the smallest load is taken',
    );
  });

  test.each<[string, PowerPoint[], string]>([
    [
      'rises to the end',
      [point('C=1', 1), point('C=8', 2)],
      'no knee: still rising at C=8, the largest load',
    ],
    [
      'rises up to what is too much',
      [point('1k/s', 1), point('2k/s', 2), over('3k/s')],
      'no knee: still rising at 2k/s, and 3k/s is more than the pair can serve',
    ],
    [
      'falls from the beginning',
      [point('C=1', 3), point('C=8', 2), point('C=9', 1)],
      'no knee: already past it at C=1, the smallest load',
    ],
    [
      'begins with a load that is as good as any',
      [
        point('C=1', 9, { noise: 0.2 }),
        point('C=8', 10, { noise: 0.2, shift: 1 }),
        point('C=9', 1, { noise: 0.2, shift: 2 }),
      ],
      'no knee: what C=8 reaches cannot be told apart from C=1, the smallest load',
    ],
    [
      'has one point',
      [point('C=1', 3), over('C=8')],
      'no curve: only C=1 has figures that can be believed',
    ],
    ['has none', [over('C=8')], 'no curve: no load has figures that can be believed'],
  ])('is none where the curve %s', (_, points, sentence) => {
    expect(kneeOf(points)).toEqual({ knee: null, sentence });
  });

  test('skips what cannot be believed', () => {
    const broken: PowerPoint = { ...point('C=2', 99), status: 'invalid' };
    const points = [point('C=1', 1), broken, point('C=4', 5), point('C=8', 2)];
    expect(kneeOf(points).knee).toEqual({ point: 2, tied: [2] });
  });

  test('of one round is told with how little that is', () => {
    const points = [1, 3, 2].map((power, at) =>
      point(`C=${at + 1}`, power, { noise: 0, rounds: 1 }),
    );
    const { knee, sentence } = kneeOf(points);
    expect(knee?.point).toBe(1);
    expect(sentence).toMatch(/one round cannot tell$/);
  });
});
