import { describe, expect, test } from '@jest/globals';
import { interference } from '../../../src/analyse/gates/interference.ts';
import type { CpuTimes } from '../../../src/analyse/gates/interference.ts';

const QUIET: CpuTimes = {
  ...{
    connections: 8,
    open_loop: false,
    busy_sum: 1,
    foreign_cpus: 0.05,
    foreign_cpus_peak: 0.08,
    steal_cpus: 0.02,
    throttled_cpus: 0.01,
  },
};
const why = (changes: Partial<CpuTimes>, usual_busy_sum: number | null = 1): string | null =>
  interference({ ...QUIET, ...changes }, usual_busy_sum)?.why ?? null;

describe('interference', () => {
  test('is none up to the limits', () => {
    expect(interference(QUIET, 1)).toBeNull();
    expect(why({ busy_sum: 0.85 })).toBeNull();
  });

  test.each<[Partial<CpuTimes>, string]>([
    [{ foreign_cpus: 0.07 }, 'others kept 0.07 of a CPU busy'],
    [{ foreign_cpus_peak: 0.09 }, 'others kept 0.09 of a CPU busy in one second'],
    [{ steal_cpus: 0.03 }, 'the hypervisor took 0.03 of a CPU'],
    [{ throttled_cpus: 0.02 }, 'a quota kept back 0.02 of a CPU'],
    [{ busy_sum: 0.8 }, 'both sides together were 20 % less busy than usual'],
  ])('is seen in %j', (changes, expected) => {
    expect(interference({ ...QUIET, ...changes }, 1)).toEqual({
      gate: 'interference',
      why: expected,
    });
  });

  test('is not read from idle sides that a few connections may well leave idle', () => {
    expect(why({ connections: 7, busy_sum: 0.1 })).toBeNull();
    expect(why({ connections: 7, busy_sum: 0.1, steal_cpus: 0.5 })).not.toBeNull();
  });

  test('is not read from idle sides at a given rate: on a faster machine they are idle more', () => {
    expect(why({ open_loop: true, busy_sum: 0.1 })).toBeNull();
    expect(why({ open_loop: true, busy_sum: 0.1, foreign_cpus: 0.5 })).not.toBeNull();
  });

  test('is not read from idle sides where nobody knows what is usual', () => {
    expect(why({ busy_sum: 0.1 }, null)).toBeNull();
    expect(why({ busy_sum: null })).toBeNull();
  });

  test('is not assumed where a figure is not known', () => {
    const unknown = { foreign_cpus: null, foreign_cpus_peak: null };
    expect(why({ ...unknown, steal_cpus: null, throttled_cpus: null })).toBeNull();
  });

  test('of sides that always wait is none: a server that sleeps is as busy as usual', () => {
    expect(why({ busy_sum: 0.04 }, 0.04)).toBeNull();
  });
});
