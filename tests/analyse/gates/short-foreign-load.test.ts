/** How much of somebody else's work it takes for a window not to be believed. */
import { describe, expect, it } from '@jest/globals';
import { interference } from '../../../src/analyse/gates/interference.ts';
import { figuresOf } from '../../../src/analyse/selection/window-figures.ts';
import type { MeasuredWindow } from '../../../src/measure/facts.ts';
import type { Settings } from '../../../src/plan/facts.ts';
import { journal } from '../fixtures.ts';

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

describe('two tenths of a second of somebody else, who gets half of a busy CPU', () => {
  const { window, settings } = longWindow();
  const place = { pass: 'throughput', round: 1, server: 'a', client: 'b' } as const;
  const whyOf = (one: MeasuredWindow): string | undefined => {
    const figures = figuresOf(place, 0, one, settings);
    return interference({ ...figures, open_loop: false, busy_sum: null }, null)?.why;
  };

  it('is seen in its second, be the window long', () => {
    expect(whyOf(window)).toBeUndefined();
    expect(whyOf(disturbed(window, 100))).toBe('others kept 0.11 of a CPU busy in one second');
  });

  it('is not told from network work where only idle time is known', () => {
    const unclear = (by_ms: number): MeasuredWindow => ({
      ...disturbed(window, by_ms),
      busy_by: 'idle_time',
    });
    expect(whyOf(unclear(200))).toBeUndefined();
    expect(whyOf(unclear(400))).toBe('others kept 0.22 of a CPU busy in one second');
  });

  it('is not what pairbench did itself', () => {
    const own = { ...window.tool, cpus: 0.11 };
    expect(whyOf({ ...disturbed(window, 100), tool: own })).toBeUndefined();
  });
});
