import { describe, expect, it } from '@jest/globals';
import { interference } from '../../../src/analyse/gates/interference.ts';
import type { CpuTimes } from '../../../src/analyse/gates/interference.ts';
import { figuresOf } from '../../../src/analyse/selection/window-figures.ts';
import type { MeasuredWindow } from '../../../src/measure/facts.ts';
import type { Settings } from '../../../src/plan/facts.ts';
import { journal } from '../fixtures.ts';

const QUIET: CpuTimes = {
  connections: 32,
  open_loop: false,
  busy_sum: 1.8,
  foreign_cpus: 0.02,
  foreign_cpus_peak: 0.03,
  steal_cpus: 0,
  throttled_cpus: 0,
};

const why = (times: Partial<CpuTimes>, usual: number | null = 1.8): string | undefined =>
  interference({ ...QUIET, ...times }, usual)?.why;

describe('the gate of interference', () => {
  it('lets a window pass in which the kernel and idle daemons did some work', () => {
    expect(why({})).toBeUndefined();
  });

  it.each([
    [{ foreign_cpus: 0.04 }, 'others kept 0.04 of a CPU busy'],
    [{ foreign_cpus_peak: 0.06 }, 'others kept 0.06 of a CPU busy in one second'],
    [{ steal_cpus: 0.05 }, 'the hypervisor took 0.05 of a CPU'],
    [{ throttled_cpus: 0.02 }, 'a quota kept back 0.02 of a CPU'],
    [{ busy_sum: 1.5 }, 'both sides together were 17 % less busy than usual'],
  ])('says of %j: %s', (times, text) => {
    expect(why(times)).toBe(text);
  });

  it('holds a window against its pair only where there are connections and windows enough', () => {
    expect(why({ busy_sum: 1, connections: 7 })).toBeUndefined();
    expect(why({ busy_sum: 1 }, null)).toBeUndefined();
    expect(why({ busy_sum: null })).toBeUndefined();
  });
});

describe('idle sides at a given rate', () => {
  it('say nothing: on a faster machine they are idle more', () => {
    expect(why({ open_loop: true, busy_sum: 0.1 })).toBeUndefined();
    expect(why({ open_loop: true, busy_sum: 0.1, foreign_cpus: 0.5 })).toBeDefined();
  });
});

/** `by_ms` of CPU time, which neither side used, in the first of the window's seconds. */
function disturbed(window: MeasuredWindow, by_ms: number): MeasuredWindow {
  const length_ns = window.machine.at(-1)?.elapsed_ns ?? 0;
  return {
    ...window,
    machine: window.machine.map((sample, index) => ({
      ...sample,
      busy_ns: index === 0 ? sample.busy_ns : (sample.busy_ns ?? 0) + by_ms * 1e6,
    })),
    foreign_cpus: (window.foreign_cpus ?? 0) + (by_ms * 1e6) / length_ns,
  };
}

/** The first window of a run of long windows, with the settings of that run. */
function longWindow(): { readonly window: MeasuredWindow; readonly settings: Settings } {
  const entries = journal({ settings: { duration_ms: 5000 } });
  const started = entries.find((entry) => entry.type === 'run-started');
  const measured = entries.find((entry) => entry.type === 'cell-measured');
  if (started === undefined || measured === undefined) throw new Error('nothing was measured');
  return { window: measured.window, settings: started.plan.settings };
}

describe('a tenth of a second of somebody else, who gets half of a busy CPU', () => {
  const { window, settings } = longWindow();
  const place = { pass: 'throughput', round: 1, server: 'a', client: 'b' } as const;
  const whyOf = (one: MeasuredWindow): string | undefined => {
    const figures = figuresOf(place, 0, one, settings);
    return interference({ ...figures, busy_sum: null }, null)?.why;
  };

  it('is seen in its second, be the window long', () => {
    expect(whyOf(window)).toBeUndefined();
    expect(whyOf(disturbed(window, 50))).toBe('others kept 0.06 of a CPU busy in one second');
  });

  it('is not what pairbench did itself', () => {
    const own = { ...window.tool, cpus: 0.06 };
    expect(whyOf({ ...disturbed(window, 50), tool: own })).toBeUndefined();
  });
});
