/** The curve of each pair of a sweep: throughput and latency at each load, and the knee. */
import type { JournalEntry, RunStarted } from '../../journal/entries.ts';
import type { LoadPoint, NamedPair } from '../../plan/facts.ts';
import { needsMaximum, pointLabel, pointOf, pointPasses, rateAt } from '../../plan/sweep.ts';
import { absent, Absences, type Figure, medianOf, NOT_MEASURED } from '../figure.ts';
import { type JudgedPair, judgePair, type PassScope } from '../judge.ts';
import type { Outcomes } from '../outcomes.ts';
import type { Reading } from '../reading.ts';
import type { RunResult } from '../result.ts';
import { scopeOf } from '../scope.ts';
import { meanOf, mergeSeries } from '../series.ts';
import { type Comparison, compareEntries } from '../statistics/compare.ts';
import { toFigures } from '../throughputs.ts';
import { cpuUtilisation } from '../usage.ts';
import { isBroken } from '../window-check.ts';
import { kneeOf } from './knee.ts';
import type { Curve, CurvePoint } from './schema.ts';

interface Point {
  readonly load: LoadPoint;
  readonly label: string;
  readonly judged: JudgedPair;
  readonly scope: PassScope;
  readonly status: CurvePoint['status'];
}

interface Run {
  readonly started: RunStarted;
  readonly entries: readonly JournalEntry[];
  readonly outcomes: Outcomes;
  readonly status: RunResult['status'];
}

/** In the order of the plan; empty: nothing was swept. */
export function curvesOf(run: Run): Curve[] {
  const { plan } = run.started;
  return plan.sweep === undefined ? [] : plan.pairs.map((pair) => curveOf(pair, run));
}

function maximumOf({ server, client }: NamedPair, entries: readonly JournalEntry[]): number | null {
  const found = entries.findLast(
    (entry) => entry.type === 'pair-maximum' && entry.server === server && entry.client === client,
  );
  return found?.type === 'pair-maximum' ? found.throughput_rps : null;
}

function curveOf(pair: NamedPair, run: Run): Curve {
  const { plan } = run.started;
  const maximum_rps = needsMaximum(plan) ? maximumOf(pair, run.entries) : null;
  const points = pointsOf(pair, maximum_rps, run);
  const sound = points.filter(({ status }) => status === 'valid');
  // At its limit a pair varies more than at a rate that it keeps.
  const over = points.filter(({ status }) => status === 'overloaded');
  const comparisons = {
    rps: comparisonOf(sound, throughputs),
    over: comparisonOf(over, throughputs),
    p50: comparisonOf(sound, percentiles('p50_ns')),
    p99: comparisonOf(sound, percentiles('p99_ns')),
  };
  return {
    ...{ server: pair.server, client: pair.client },
    ...verdictOf(points),
    swept:
      plan.sweep?.points.some((point) => 'connections' in point) === true ? 'connections' : 'rate',
    maximum_rps,
    points: points.map((point) => figuresOf(point, comparisons)),
    ...kneeOf(
      points.map(({ label, status, judged }) => ({
        ...{ load: label, status },
        powers: judged.readings.flatMap(powerOf),
      })),
    ),
  };
}

function pointsOf(pair: NamedPair, maximum_rps: number | null, run: Run): Point[] {
  const { started, entries, outcomes, status } = run;
  const { plan } = started;
  // Without a maximum there are no windows, and what kept the first pass from it is the reason.
  const first =
    needsMaximum(plan) && maximum_rps === null
      ? judgePair(pair, outcomes, scopeOf('throughput', started, entries, [], status))
      : null;
  return pointPasses(plan).map((pass) => {
    const load = pointOf(pass, plan);
    const scope = scopeOf(pass, started, entries, [], status, rateAt(load, maximum_rps));
    const own = judgePair(pair, outcomes, scope);
    const judged =
      first === null || first.status === 'valid'
        ? own
        : { ...own, status: first.status, reasons: first.reasons };
    return { load, label: pointLabel(load), judged, scope, status: statusOf(judged) };
  });
}

/** A rate that was not kept is a fact about the pair, where all else about the windows is sound. */
function statusOf({ status, checks }: JudgedPair): CurvePoint['status'] {
  const broken = checks.filter(isBroken);
  return status === 'invalid' && broken.every(({ name }) => name === 'rate_achieved')
    ? 'overloaded'
    : status;
}

function verdictOf(points: readonly Point[]): Pick<Curve, 'status' | 'reasons'> {
  const bad = (['skipped', 'failed', 'invalid'] as const).find((status) =>
    points.some((point) => point.status === status),
  );
  if (bad === undefined && points.some(({ status }) => status === 'valid'))
    return { status: 'valid', reasons: [] };
  const told = points.filter(
    ({ status }) => status !== 'valid' && (bad === undefined || status !== 'overloaded'),
  );
  const [first] = told;
  const areAlike =
    told.length === points.length &&
    new Set(told.map(({ judged }) => judged.reasons.join('\n'))).size === 1;
  const reasons = told.flatMap(({ label, judged }) =>
    judged.reasons.map((reason) => `${label}: ${reason}`),
  );
  return {
    status: bad ?? 'invalid',
    reasons: first !== undefined && areAlike ? [...first.judged.reasons] : reasons,
  };
}

type Values = readonly { readonly round: number; readonly value: number }[];

function throughputs({ selection }: JudgedPair): Values {
  return selection.used.map(({ round, rps }) => ({ round, value: rps }));
}

function percentiles(which: 'p50_ns' | 'p99_ns') {
  return ({ selection }: JudgedPair): Values =>
    selection.used.flatMap((window) => {
      const value = window[which];
      return value === null ? [] : [{ round: window.round, value }];
    });
}

/** Of points of a pair, which have their rounds in common, and partly their variance. */
function comparisonOf(
  points: readonly Point[],
  valuesOf: (judged: JudgedPair) => Values,
): Comparison {
  return compareEntries(
    points.flatMap(({ label, judged }) =>
      valuesOf(judged)
        .filter(({ value }) => value > 0)
        .map((one) => ({ entry: label, ...one })),
    ),
  );
}

function meanRttNs({ rtt }: Reading): number | null {
  return rtt.count === 0 || rtt.sum_ns <= 0n ? null : Number(rtt.sum_ns) / rtt.count;
}

function powerOf(reading: Reading): { round: number; value: number }[] {
  const mean_ns = meanRttNs(reading);
  if (mean_ns === null || !(reading.rps > 0)) return [];
  return [{ round: reading.round, value: reading.rps / (mean_ns / 1e9) }];
}

interface Comparisons {
  readonly rps: Comparison;
  /** Throughput of what is overloaded. */
  readonly over: Comparison;
  readonly p50: Comparison;
  readonly p99: Comparison;
}

function figuresOf({ load, label, judged, scope, status }: Point, of: Comparisons): CurvePoint {
  const { readings, selection } = judged;
  const { connections, rate_per_s } = scope.settings;
  const absences = new Absences((reason) => reason);
  const figure = (path: string, isKnown: boolean, value: () => Figure): number | null =>
    absences.valueOf(path, isKnown ? value() : absent(`the point is ${status}`));
  const isValid = status === 'valid';
  const interval = (path: string, comparison: Comparison, isKnown: boolean) => {
    const { estimate, low, high } = toFigures(comparison.absolute(label));
    return {
      estimate: figure(`${path}.estimate`, isKnown, () => estimate),
      low: figure(`${path}.low`, isKnown, () => low),
      high: figure(`${path}.high`, isKnown, () => high),
    };
  };
  const inFlight = readings.flatMap((reading) => {
    const mean_ns = meanRttNs(reading);
    return mean_ns === null ? [] : [(reading.rps * mean_ns) / 1e9];
  });
  const powers = readings.flatMap(powerOf).map(({ value }) => value);
  const busy = (side: 'client' | 'server'): number | null =>
    absences.valueOf(`cpu_utilisation.${side}`, cpuUtilisation(readings, side));
  return {
    load: label,
    ...{ connections, rate_per_s, share: 'share' in load ? load.share : null },
    ...{ status, reasons: judged.reasons, rounds_measured: readings.length },
    throughput_rps: interval(
      'throughput_rps',
      status === 'overloaded' ? of.over : of.rps,
      isValid || status === 'overloaded',
    ),
    p50_ns: interval('p50_ns', of.p50, isValid),
    p99_ns: interval('p99_ns', of.p99, isValid),
    mean_rtt_ns: figure('mean_rtt_ns', isValid, () =>
      meanOf(mergeSeries(readings.map(({ rtt }) => rtt))),
    ),
    in_flight: figure('in_flight', isValid, () => medianOf(inFlight, NOT_MEASURED)),
    power: figure('power', isValid, () => medianOf(powers, NOT_MEASURED)),
    cpu_utilisation: { client: busy('client'), server: busy('server') },
    disturbed: selection.disturbed_rounds.length > 0,
    absent: absences.reasons,
  };
}
