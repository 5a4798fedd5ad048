import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/plan/facts.ts';
import { settingsOfPass } from '../../src/plan/pass-settings.ts';
import { comparedJournal } from '../analyse/fixtures.ts';

function planWith(settings: Partial<Plan['settings']>): Plan {
  const [started] = comparedJournal();
  if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
  return { ...started.plan, settings: { ...started.plan.settings, ...settings } };
}

describe('what a pass is measured with', () => {
  const plan = planWith({ duration_ms: null, requests: 5000 });

  test('is for the first pass what was asked for', () => {
    expect(settingsOfPass('throughput', plan, 4000)).toEqual(plan.settings);
  });

  test('is for the second pass an open loop at the equal rate, in windows of a length', () => {
    expect(settingsOfPass('latency', plan, 4000)).toEqual({
      ...plan.settings,
      ...{ warmup_ms: 250, duration_ms: 800, requests: null, rate_per_s: 4000 },
    });
  });

  test('is for the reference windows a closed loop, also beside windows at a rate', () => {
    const settings = settingsOfPass('control', planWith({ rate_per_s: 500 }), 4000);
    expect(settings).toMatchObject({ warmup_ms: 250, duration_ms: 1000, rate_per_s: null });
  });

  test('is nothing for a pass that the plan does not have', () => {
    const without = { ...plan, control: null, latency: null };
    expect(() => settingsOfPass('control', without, null)).toThrow('no reference windows');
    expect(() => settingsOfPass('latency', without, 1)).toThrow('no second pass');
  });
});
