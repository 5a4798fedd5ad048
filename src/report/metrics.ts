/** How the metrics of the rankings are called and written. */
import type { Interval, Ranking } from '../analyse/result-comparison.ts';
import { formatCount, formatCountEstimate, formatNsEstimate } from './format.ts';

interface Metric {
  readonly title: string;
  /** Over its column. */
  readonly head: string;
  /** At the rate of the latency pass. */
  readonly atRate: boolean;
  readonly format: (value: Interval) => string;
}

export const METRICS: Readonly<Record<Ranking['metric'], Metric>> = {
  throughput_rps: {
    title: 'throughput',
    head: 'req/s (95 %)',
    atRate: false,
    format: formatCountEstimate,
  },
  p50_at_rate_ns: { title: 'P50', head: 'P50 (95 %)', atRate: true, format: formatNsEstimate },
  p99_at_rate_ns: { title: 'P99', head: 'P99 (95 %)', atRate: true, format: formatNsEstimate },
  cpu_us_per_request: {
    title: 'CPU per request',
    head: 'CPU (95 %)',
    atRate: false,
    format: ({ estimate, low, high }) =>
      formatNsEstimate({ estimate: ns(estimate), low: ns(low), high: ns(high) }),
  },
};

export function metricTitle(metric: Ranking['metric'], rate_per_s: number | null): string {
  const { title, atRate } = METRICS[metric];
  if (!atRate) return title;
  return rate_per_s === null
    ? `${title} at equal load`
    : `${title} at ${formatCount(rate_per_s)} requests/s`;
}

function ns(us: number | null): number | null {
  return us === null ? null : us * 1000;
}
