import { describe, expect, test } from '@jest/globals';
import { isBrokenByStalls, stall } from '../../../src/analyse/gates/stall.ts';
import { figures, MISCOUNTED, STALLED } from '../selection/window-example.ts';

describe('a stall', () => {
  test('is told by the first check that it can break', () => {
    expect(stall(figures({ broken: [...MISCOUNTED, ...STALLED] }))).toEqual({
      gate: 'littles_law',
      why: '115 requests were under way',
    });
  });

  test('is not blamed for a check that it cannot break', () => {
    expect(stall(figures({ broken: MISCOUNTED }))).toBeNull();
    expect(stall(figures())).toBeNull();
  });

  test.each(['littles_law', 'window_length', 'rate_achieved', 'window_by_clock'])(
    'can break %s',
    (check) => {
      expect(isBrokenByStalls(check)).toBe(true);
    },
  );

  test.each(['no_errors', 'requests_match_server', 'percentile_order', 'rtt_positive'])(
    'cannot break %s',
    (check) => {
      expect(isBrokenByStalls(check)).toBe(false);
    },
  );
});
