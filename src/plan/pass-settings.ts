/** What a pass is measured with: the settings of the run, but for the length and the rate of its windows. */
import type { Pass, Plan, PointPass, Settings } from './facts.ts';
import { isPointPass, pointOf } from './sweep.ts';

type Planned = Pick<Plan, 'settings' | 'control' | 'latency' | 'sweep'>;

function settingsOfPoint(pass: PointPass, plan: Planned, rate_per_s: number | null): Settings {
  const { settings } = plan;
  const point = pointOf(pass, plan);
  if (!('connections' in point)) return { ...settings, rate_per_s };
  const { connections } = point;
  return { ...settings, connections, threads: Math.min(settings.threads, connections) };
}

/** `rate_per_s`: of the pass `latency`, or of a pair at a point; null: not known, and then it has none. */
export function settingsOfPass(pass: Pass, plan: Planned, rate_per_s: number | null): Settings {
  const { settings, control, latency } = plan;
  if (isPointPass(pass)) return settingsOfPoint(pass, plan, rate_per_s);
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
