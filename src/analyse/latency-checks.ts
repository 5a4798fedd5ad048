/** Checks of physics: figures that no real window can have, so the client's instrument is wrong. */
import type { PackedHistogram } from '../measure/histogram/packed-histogram.ts';
import type { Settings } from '../plan/facts.ts';
import { percentile, RESOLUTION } from './histogram.ts';
import type { Reading } from './reading.ts';
import type { Series } from './series.ts';
import { beyond, type WindowCheck } from './window-check.ts';
import { counted, wholeNumber } from './wording.ts';

/** A client may round by 0.1 % before the histogram here rounds once more. */
const ROUNDING = 2 * RESOLUTION;

const LITTLES_LAW = { name: 'littles_law', limit: '0.90 to 1.03' };

export function latencyChecks(reading: Reading, settings: Settings): WindowCheck[] {
  const { absent } = reading.rtt;
  if (absent !== null)
    return [
      { ...LITTLES_LAW, value: null, excess: null, reason: absent },
      ...rateAchieved(reading, settings),
    ];
  const all: [string, Series | null][] = [
    ['rtt_ns', reading.rtt],
    ['server_latency_ns', reading.server_latency],
    ['send_delay_ns', reading.send_delay],
  ];
  const series = all.flatMap(([name, one]) => (one === null ? [] : [{ name, series: one }]));
  return [
    ...series.map(({ name, series: one }) => histogramComplete(name, one, reading)),
    ...series.map(({ name, series: one }) => overRange(name, one)),
    rttPositive(reading.rtt),
    ...littlesLaw(reading, settings),
    ...rateAchieved(reading, settings),
    ...shape(reading.rtt),
  ];
}

function histogramComplete(name: string, series: Series, reading: Reading): WindowCheck {
  const check = { name: 'histogram_complete', limit: '0 samples lost' };
  if ('problem' in series.decoded) {
    const reason = `the ${name} histogram of ${reading.client} cannot be read: ${series.decoded.problem}`;
    return { ...check, value: null, excess: Infinity, reason };
  }
  const completed = reading.window.client_run.result.requests.window;
  const covered = series.count + series.over_range + series.negative;
  const held = series.decoded.histogram.totalCount;
  // Too few in one place must not make up for too many in the other.
  const lost =
    Math.abs(completed - covered) >= Math.abs(series.count - held)
      ? { samples: completed - covered, of: `${counted(completed, 'request')} of the window` }
      : { samples: series.count - held, of: `${counted(series.count, 'sample')} of the histogram` };
  return {
    ...check,
    value: lost.samples,
    excess: Math.abs(lost.samples),
    reason: `${name}: ${counted(Math.abs(lost.samples), 'sample')} ${lost.samples > 0 ? 'lost' : 'too many'} of the ${lost.of}`,
  };
}

function overRange(name: string, series: Series): WindowCheck {
  return {
    name: 'over_range',
    value: series.over_range,
    limit: '0',
    excess: series.over_range,
    reason: `${name}: ${counted(series.over_range, 'sample')} over 60 s`,
  };
}

/** Every round trip takes time, on a monotonic clock; server latencies compare two clocks and may not. */
function rttPositive({ count, sum_ns, negative }: Series): WindowCheck {
  const impossible = negative + (sum_ns > 0n ? 0 : count);
  return {
    name: 'rtt_positive',
    value: impossible,
    limit: '0 at or below 0 ns',
    excess: impossible,
    reason: `${counted(impossible, 'round trip')} took no time or less`,
  };
}

/** Little's law: in a closed loop throughput x mean round trip is the number of connections. */
function littlesLaw(reading: Reading, settings: Settings): WindowCheck[] {
  const { connections } = settings;
  const { rtt } = reading;
  // With few requests the ones that are cut at both ends of the window weigh too much.
  if (settings.rate_per_s !== null || rtt.count < 50 * connections) return [];
  const concurrency = (reading.rps * Number(rtt.sum_ns)) / rtt.count / 1e9;
  return [
    {
      ...LITTLES_LAW,
      value: concurrency / connections,
      excess: beyond(concurrency / connections, 0.9, 1.03),
      reason: `throughput x mean round trip gives ${concurrency.toFixed(1)} requests in flight on ${counted(connections, 'connection')} (Little's law)`,
    },
  ];
}

function rateAchieved(reading: Reading, settings: Settings): WindowCheck[] {
  const { rate_per_s } = settings;
  if (rate_per_s === null) return [];
  const { result } = reading.window.client_run;
  const due = rate_per_s * (result.window_ns / 1e9);
  // At low rates one request more or less falls into the window.
  const excess = 0.99 - (result.requests.window + 1) / due;
  return [
    {
      name: 'rate_achieved',
      value: reading.rps / rate_per_s,
      limit: '>= 0.99',
      excess,
      reason: `${reading.rps.toFixed(1)} requests/s completed of ${rate_per_s} offered, under 99 %`,
    },
  ];
}

/** How mean, percentiles and maximum of the same samples must lie to each other. */
function shape({ count, sum_ns, max_ns, decoded }: Series): WindowCheck[] {
  // Nothing to compare; that there are samples, and above 0, is the matter of other checks.
  if ('problem' in decoded || max_ns === null || max_ns <= 0 || sum_ns <= 0n) return [];
  const { histogram } = decoded;
  const mean_ns = Number(sum_ns) / count;
  const checks: WindowCheck[] = [
    {
      name: 'mean_below_max',
      value: mean_ns - max_ns,
      limit: '<= 0 ns',
      excess: mean_ns - max_ns,
      reason: `the mean round trip, ${wholeNumber(mean_ns)} ns, is above the largest, ${wholeNumber(max_ns)} ns`,
    },
    {
      // Found cheaply, and enough to see that the histogram is in another unit or of another window.
      name: 'max_matches_histogram',
      value: histogram.maxValue / max_ns,
      limit: '0.998 to 1.002',
      excess: Math.abs(histogram.maxValue / max_ns - 1) - ROUNDING,
      reason: `the largest round trip is ${wholeNumber(max_ns)} ns, by the histogram ${wholeNumber(histogram.maxValue)} ns`,
    },
    meanMatchesHistogram(histogram, mean_ns),
  ];
  if ('absent' in percentile(histogram, 0.99)) return checks;
  return [...checks, percentileOrder(histogram, max_ns), p99DiffersFromMean(histogram, mean_ns)];
}

/** A mean that was made from throughput keeps Little's law whatever the percentiles are. */
function meanMatchesHistogram(histogram: PackedHistogram, mean_ns: number): WindowCheck {
  const { mean: of_histogram_ns } = histogram;
  return {
    name: 'mean_matches_histogram',
    value: of_histogram_ns / mean_ns,
    limit: '0.998 to 1.002',
    excess: Math.abs(of_histogram_ns / mean_ns - 1) - ROUNDING,
    reason: `the mean round trip is ${wholeNumber(mean_ns)} ns, by the histogram ${wholeNumber(of_histogram_ns)} ns`,
  };
}

function percentileOrder(histogram: PackedHistogram, max_ns: number): WindowCheck {
  const p50_ns = histogram.getValueAtPercentile(50);
  const p95_ns = histogram.getValueAtPercentile(95);
  const p99_ns = histogram.getValueAtPercentile(99);
  const worst = Math.max(p50_ns / p95_ns, p95_ns / p99_ns, p99_ns / max_ns);
  const order = [p50_ns, p95_ns, p99_ns, max_ns].map(wholeNumber).join(', ');
  return {
    name: 'percentile_order',
    value: worst,
    limit: '<= 1.002',
    excess: worst - 1 - ROUNDING,
    reason: `P50, P95, P99 and the maximum do not rise: ${order} ns`,
  };
}

/** Seen in tools that copied the wrong field: no distribution has a mean that is its own P99. */
function p99DiffersFromMean(histogram: PackedHistogram, mean_ns: number): WindowCheck {
  const p99_ns = histogram.getValueAtPercentile(99);
  return {
    name: 'p99_differs_from_mean',
    value: p99_ns / mean_ns,
    limit: 'not within 0.1 % of 1',
    excess: RESOLUTION - Math.abs(p99_ns / mean_ns - 1),
    reason: `P99 equals the mean, ${wholeNumber(mean_ns)} ns, which is suspicious`,
  };
}
