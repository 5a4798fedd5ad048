/** What the matrix can be coloured by. */
import type { Cell, RunResult } from '../../analyse/result.ts';
import type { Interval, LatencyAtRate, Ranking } from '../../analyse/result-comparison.ts';
import {
  ABSENT,
  formatBytes,
  formatCount,
  formatNs,
  formatNsEstimate,
  formatRange,
} from '../format.ts';
import { AT_LEAST, BIMODAL, DISTURBED } from '../matrix-rows.ts';
import { metricTitle } from '../metrics.ts';
import { LIMIT_WORD } from '../palette.ts';
import type { Panel } from './switched.ts';

/** What is shown of a pair; `at_rate` undefined: there was no such pass for it. */
export interface Shown {
  readonly cell: Cell;
  readonly at_rate: LatencyAtRate | undefined;
}

export interface HeatMetric {
  readonly id: Panel['id'];
  readonly word: string;
  readonly better: 'higher' | 'lower';
  /** By which the best ones are known; null: it is not ranked. */
  readonly ranking: Ranking['metric'] | null;
  readonly value: (shown: Shown) => number | null;
  /** The status that decides whether there is a value to be believed. */
  readonly status: (shown: Shown) => Cell['status'];
  /** Large, then small. */
  readonly lines: (shown: Shown) => readonly string[];
  readonly meaning: string;
}

const ofCell = ({ cell }: Shown): Cell['status'] => cell.status;
const ofLatency = ({ cell, at_rate }: Shown): Cell['status'] => at_rate?.status ?? cell.status;

/** Those that this run has anything to show of. */
export function heatMetrics({ latency_at_rate }: RunResult): HeatMetric[] {
  const rate_per_s = latency_at_rate[0]?.rate_per_s ?? null;
  const latencies =
    rate_per_s === null ? [] : [latency('p50', rate_per_s), latency('p99', rate_per_s)];
  return [THROUGHPUT, ...latencies, CPU, MEMORY];
}

export const THROUGHPUT: HeatMetric = {
  id: 'throughput',
  word: 'Throughput',
  better: 'higher',
  ranking: 'throughput_rps',
  status: ofCell,
  value: ({ cell }) => cell.throughput_rps.estimate,
  lines: ({ cell }) => {
    const { estimate, low, high } = cell.throughput_rps;
    const atLeast = cell.bound === 'server' && estimate !== null ? AT_LEAST : '';
    return [
      `${atLeast}${formatCount(estimate)}`,
      formatRange(low, high),
      LIMIT_WORD[cell.bottleneck.verdict],
      ...marks(cell),
    ];
  },
  meaning:
    'Successful requests per second, below it the 95 % interval and which side was the limit. ' +
    `${AT_LEAST}: the client was the limit, so the server can do at least as much.`,
};

function latency(percentile: 'p50' | 'p99', rate_per_s: number): HeatMetric {
  const interval = ({ at_rate }: Shown): Interval | undefined => at_rate?.[`${percentile}_ns`];
  const metric = `${percentile}_at_rate_ns` as const;
  return {
    id: percentile,
    word: `${percentile.toUpperCase()} at equal load`,
    better: 'lower',
    ranking: metric,
    status: ofLatency,
    value: (shown) => interval(shown)?.estimate ?? null,
    lines: (shown) => {
      const text = formatNsEstimate(interval(shown) ?? NO_INTERVAL);
      const [value = ABSENT, range = ''] = text.split(' (');
      return [value, range.replace(')', ''), shown.at_rate?.disturbed === true ? DISTURBED : ''];
    },
    meaning:
      `${metricTitle(metric, rate_per_s)} to each pair, open loop, from the time a request was ` +
      'due to the parsed answer; below it the 95 % interval.',
  };
}

const NO_INTERVAL: Interval = { estimate: null, low: null, high: null };

const CPU: HeatMetric = {
  id: 'cpu',
  word: 'CPU per request',
  better: 'lower',
  ranking: 'cpu_us_per_request',
  status: ofCell,
  value: ({ cell: { cpu_us_per_request: us } }) => sumOf(us.client, us.server),
  lines: ({ cell: { cpu_us_per_request: us } }) => [
    formatNs(ns(sumOf(us.client, us.server))),
    `client ${formatNs(ns(us.client))}`,
    `server ${formatNs(ns(us.server))}`,
  ],
  meaning: 'CPU time that one request cost both sides together, and each of them.',
};

const MEMORY: HeatMetric = {
  id: 'memory',
  word: 'Memory',
  better: 'lower',
  ranking: null,
  status: ofCell,
  value: ({ cell: { rss_bytes: rss } }) => sumOf(rss.client_peak, rss.server_peak),
  lines: ({ cell: { rss_bytes: rss } }) => [
    formatBytes(sumOf(rss.client_peak, rss.server_peak)),
    `client ${formatBytes(rss.client_peak)}`,
    `server ${formatBytes(rss.server_peak)}`,
  ],
  meaning: 'The most that both sides together had resident, and each of them.',
};

export function sumOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

export function ns(us: number | null): number | null {
  return us === null ? null : us * 1000;
}

function marks({ disturbed, bimodal }: Cell): string[] {
  return [...(disturbed ? [DISTURBED] : []), ...(bimodal ? [BIMODAL] : [])];
}
