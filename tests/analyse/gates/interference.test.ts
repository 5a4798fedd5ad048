import { describe, expect, test } from '@jest/globals';
import { interference } from '../../../src/analyse/gates/interference.ts';
import type { CpuTimes, UsualLoad } from '../../../src/analyse/gates/interference.ts';

const QUIET: CpuTimes = {
  ...{
    connections: 8,
    open_loop: false,
    busy_sum: 1,
    rps: 1000,
    foreign_cpus: 0.05,
    foreign_cpus_peak: 0.08,
    steal_cpus: 0.02,
    throttled_cpus: 0.01,
  },
};
const USUAL: UsualLoad = { busy_sum: 1, busiest: 0.95, rps: 1000 };
const why = (changes: Partial<CpuTimes>, usual: UsualLoad | null = USUAL): string | null =>
  interference({ ...QUIET, ...changes }, usual)?.why ?? null;

describe('interference', () => {
  test('is none up to the limits', () => {
    expect(interference(QUIET, USUAL)).toBeNull();
    expect(why({ busy_sum: 0.85 })).toBeNull();
  });

  test.each<[Partial<CpuTimes>, string]>([
    [{ foreign_cpus: 0.07 }, 'others kept 0.07 of a CPU busy'],
    [{ foreign_cpus_peak: 0.09 }, 'others kept 0.09 of a CPU busy in one second'],
    [{ steal_cpus: 0.03 }, 'the hypervisor took 0.03 of a CPU'],
    [{ throttled_cpus: 0.02 }, 'a quota kept back 0.02 of a CPU'],
    [{ busy_sum: 0.8 }, 'both sides together were 20 % less busy than usual'],
  ])('is seen in %j', (changes, expected) => {
    expect(interference({ ...QUIET, ...changes }, USUAL)).toEqual({
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

  describe('of sides that always wait, as for a server that sleeps,', () => {
    const waiting: UsualLoad = { busy_sum: 0.7, busiest: 0.5, rps: 6000 };

    test('is none while they are as busy as usual', () => {
      expect(why({ busy_sum: 0.7, rps: 6000 }, waiting)).toBeNull();
    });

    test('is none on a faster machine: they are less busy with the same requests', () => {
      expect(why({ busy_sum: 0.5, rps: 5900 }, waiting)).toBeNull();
    });

    test('is seen where requests are missing, too', () => {
      expect(why({ busy_sum: 0.5, rps: 4500 }, waiting)).toContain('29 % less busy than usual');
    });
  });
});
