import { describe, expect, test } from '@jest/globals';
import { heldUp } from '../../../src/analyse/gates/held-up.ts';

describe('a window', () => {
  test.each([
    [2000, 2000],
    [2000, 2038],
    [2000, 1801],
    [50, 140],
    [5000, 4501],
  ])('of %i ms that was watched for %i ms passes', (window_ms, watched_ms) => {
    expect(heldUp({ window_ms, watched_ms })).toBeNull();
  });

  test.each([
    [2000, 1780],
    [2000, 2220],
    [300, 190],
    [300, 1300],
    [300, 1],
  ])('of %i ms that was watched for %i ms does not', (window_ms, watched_ms) => {
    expect(heldUp({ window_ms, watched_ms })).toEqual({
      gate: 'held_up',
      why: `pairbench was held up: it watched ${watched_ms} ms for a window of ${window_ms} ms`,
    });
  });

  test('whose border is not known passes', () => {
    expect(heldUp({ window_ms: 2000, watched_ms: null })).toBeNull();
  });
});
