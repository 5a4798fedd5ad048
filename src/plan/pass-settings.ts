/** What a pass is measured with: the settings of the run, but for the length and the rate of its windows. */
import type { Pass, Plan, Settings } from './facts.ts';

/** `rate_per_s`: of the pass `latency`; null: not known, and then it has none. */
export function settingsOfPass(
  pass: Pass,
  { settings, control, latency }: Pick<Plan, 'settings' | 'control' | 'latency'>,
  rate_per_s: number | null,
): Settings {
  switch (pass) {
    case 'throughput':
      return settings;
    case 'control':
      if (control === null) throw new Error('the plan has no reference windows');
      return { ...settings, ...control, requests: null, rate_per_s: null };
    case 'latency':
      if (latency === null) throw new Error('the plan has no second pass');
      return {
        ...settings,
        warmup_ms: latency.warmup_ms,
        duration_ms: latency.duration_ms,
        requests: null,
        rate_per_s,
      };
  }
}
