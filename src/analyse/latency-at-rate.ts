/** The second pass: latency of each pair at one equal rate, from the due time. */
import type { NamedPair } from '../plan/facts.ts';
import { pairName } from './comparison/compared.ts';
import { absent, Absences, type Figure, medianOf, NOT_MEASURED } from './figure.ts';
import type { JudgedPair, PassScope } from './judge.ts';
import type { Outcomes } from './outcomes.ts';
import type { LatencyAtRate } from './result-comparison.ts';
import { maxOf, meanOf, mergeSeries, percentileOf, type Series } from './series.ts';
import { compareEntries, type Comparison } from './statistics/compare.ts';
import type { WindowFigures } from './selection/window-figures.ts';
import { toFigures } from './throughputs.ts';

type PercentileOfWindow = 'p50_ns' | 'p99_ns';

type Known = (path: string, figure: Figure) => number | null;

function percentiles(path: string, series: Series, known: Known): LatencyAtRate['rtt_ns'] {
  return {
    mean: known(`${path}.mean`, meanOf(series)),
    p50: known(`${path}.p50`, percentileOf(series, 0.5)),
    p95: known(`${path}.p95`, percentileOf(series, 0.95)),
    p99: known(`${path}.p99`, percentileOf(series, 0.99)),
    p999: known(`${path}.p999`, percentileOf(series, 0.999)),
    max: known(`${path}.max`, maxOf(series)),
  };
}

/** Of all valid pairs, since the variance is pooled over them. */
function comparisonOf(judged: readonly JudgedPair[], percentile: PercentileOfWindow): Comparison {
  const values = (pair: JudgedPair): { entry: string; round: number; value: number }[] =>
    pair.selection.used.flatMap((window: WindowFigures) => {
      const value = window[percentile];
      return value === null ? [] : [{ entry: pairName(pair), round: window.round, value }];
    });
  return compareEntries(judged.filter(({ status }) => status === 'valid').flatMap(values));
}

function interval(
  path: PercentileOfWindow,
  pair: NamedPair,
  comparison: Comparison,
  known: Known,
): LatencyAtRate['p50_ns'] {
  const { estimate, low, high } = toFigures(comparison.absolute(pairName(pair)));
  return {
    estimate: known(`${path}.estimate`, estimate),
    low: known(`${path}.low`, low),
    high: known(`${path}.high`, high),
  };
}

/** Every pair of `judged`, in this order. */
export function latencyAtRate(
  judged: readonly JudgedPair[],
  outcomes: Outcomes,
  { pass, settings }: PassScope,
): LatencyAtRate[] {
  const rate_per_s = settings.rate_per_s ?? NaN;
  const [p50, p99] = [comparisonOf(judged, 'p50_ns'), comparisonOf(judged, 'p99_ns')];
  return judged.map((pair) => {
    const { status, readings, selection } = pair;
    const absences = new Absences((reason) => reason);
    const known: Known = (path, figure) =>
      absences.valueOf(path, status === 'valid' ? figure : absent(`the pair is ${status}`));
    const unsent = readings.flatMap(
      ({ window }) => window.client_run.result.open_loop?.unsent ?? [],
    );
    const delays = readings.flatMap(({ send_delay }) => send_delay ?? []);
    return {
      server: pair.server,
      client: pair.client,
      status,
      reasons: pair.reasons,
      rate_per_s,
      achieved_per_s: known(
        'achieved_per_s',
        medianOf(
          readings.map(({ rps }) => rps),
          NOT_MEASURED,
        ),
      ),
      rounds_measured: readings.length,
      unsent: absences.valueOf(
        'unsent',
        readings.length === 0
          ? absent(NOT_MEASURED)
          : { value: unsent.reduce((sum, one) => sum + one, 0) },
      ),
      rtt_ns: percentiles('rtt_ns', mergeSeries(readings.map(({ rtt }) => rtt)), known),
      send_delay_ns: percentiles('send_delay_ns', mergeSeries(delays), known),
      p50_ns: interval('p50_ns', pair, p50, known),
      p99_ns: interval('p99_ns', pair, p99, known),
      disturbed: selection.disturbed_rounds.length > 0,
      repeats: outcomes.repeatsOf(pass, pair),
      absent: absences.reasons,
    };
  });
}
