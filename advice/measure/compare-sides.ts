/** Holds the sides of a line against the first one, paired by round; pure. */
import { mean, median } from 'simple-statistics';
import { counted } from '../../src/analyse/wording.ts';
import type { Bottleneck, Interval } from '../../src/analyse/result-comparison.ts';
import type { WindowFigures } from '../../src/analyse/selection/window-figures.ts';
import { compareEntries, type Comparison } from '../../src/analyse/statistics/compare.ts';
import { holm } from '../../src/analyse/statistics/holm.ts';
import type { Ratio } from '../../src/analyse/statistics/observation.ts';
import { METRICS, type Metric, type Outcome } from '../answer.ts';
import type { SideComparison, SideFigures } from '../answer.ts';
import type { ComparedLine } from '../line.ts';
import { NotMeasured } from '../not-measured.ts';

/** A side with the windows that count, one in each round at most. */
export interface MeasuredSide {
  readonly name: string;
  readonly windows: readonly WindowFigures[];
  readonly limit: Bottleneck['verdict'];
}

/** Fewer say nothing, however narrow the interval. */
const LEAST_ROUNDS = 3;
const LEVEL = 0.05;
const NO_RATIO: Interval = { estimate: null, low: null, high: null };

type Concerned = ComparedLine['concerns'];

function valueOf(metric: Metric, window: WindowFigures, concerns: Concerned): number | null {
  switch (metric) {
    case 'throughput_rps':
      // At a rate that was asked for it says nothing.
      return window.open_loop ? null : window.rps;
    case 'cpu_us_per_request':
      return window[`${concerns}_cpu_us`];
    case 'p50_ns':
    case 'p99_ns':
      return window[metric];
  }
}

function valuesOf(metric: Metric, { windows }: MeasuredSide, concerns: Concerned) {
  return windows.flatMap((window) => {
    const value = valueOf(metric, window, concerns);
    return value === null || value <= 0 ? [] : [{ round: window.round, value }];
  });
}

function figuresOf(side: MeasuredSide, concerns: Concerned): SideFigures {
  const middle = (metric: Metric): number | null => {
    const logs = valuesOf(metric, side, concerns).map(({ value }) => Math.log(value));
    return logs.length === 0 ? null : Math.exp(mean(logs));
  };
  const busy = side.windows.flatMap((window) => window[`${concerns}_busy`] ?? []);
  return {
    name: side.name,
    throughput_rps: middle('throughput_rps'),
    cpu_us_per_request: middle('cpu_us_per_request'),
    p50_ns: middle('p50_ns'),
    p99_ns: middle('p99_ns'),
    busy: busy.length === 0 ? null : median(busy),
  };
}

/** With one of both the side was the limit of which the line does not speak. */
function isLimited(first: MeasuredSide, other: MeasuredSide, concerns: Concerned): boolean {
  const rest = concerns === 'server' ? 'client' : 'server';
  return [first, other].some(({ limit }) => limit === rest);
}

type Comparisons = Readonly<Record<Metric, Comparison>>;

interface Draft {
  readonly side: MeasuredSide;
  readonly ratios: Readonly<Record<Metric, Ratio>>;
  readonly decided_by: Metric;
  readonly limited: boolean;
}

function draftOf(
  side: MeasuredSide,
  first: MeasuredSide,
  comparisons: Comparisons,
  { by, concerns }: ComparedLine,
): Draft {
  const ratioOf = (metric: Metric): Ratio => comparisons[metric].ratio(side.name, first.name);
  const ratios = {
    throughput_rps: ratioOf('throughput_rps'),
    cpu_us_per_request: ratioOf('cpu_us_per_request'),
    p50_ns: ratioOf('p50_ns'),
    p99_ns: ratioOf('p99_ns'),
  };
  const limited = by === 'speed' && isLimited(first, side, concerns);
  const decided_by = by === 'p99' ? 'p99_ns' : limited ? 'cpu_us_per_request' : 'throughput_rps';
  const { rounds, low, absent } = ratios[decided_by];
  if (rounds < LEAST_ROUNDS)
    throw new NotMeasured(
      `${side.name} and ${first.name} have ${counted(rounds, 'round')} in common that the machine did not disturb`,
    );
  if (low === null) throw new NotMeasured(`${side.name}: ${absent ?? 'there is no interval'}`);
  return { side, ratios, decided_by, limited };
}

const toInterval = ({ estimate, low, high }: Ratio): Interval =>
  low === null || high === null ? NO_RATIO : { estimate, low, high };

function toComparison(
  { side, ratios, decided_by, limited }: Draft,
  p_value: number,
): SideComparison {
  const { estimate, rounds } = ratios[decided_by];
  const isMore = (estimate ?? 1) > 1;
  const verdict =
    p_value >= LEVEL ? 'tied' : isMore === (decided_by === 'throughput_rps') ? 'better' : 'worse';
  return {
    side: side.name,
    ratios: {
      throughput_rps: toInterval(ratios.throughput_rps),
      cpu_us_per_request: toInterval(ratios.cpu_us_per_request),
      p50_ns: toInterval(ratios.p50_ns),
      p99_ns: toInterval(ratios.p99_ns),
    },
    ...{ rounds, decided_by, verdict, limited },
  };
}

/** Throws NotMeasured where the rounds cannot tell. */
export function compareSides(line: ComparedLine, sides: readonly MeasuredSide[]): Outcome {
  const [first, ...others] = sides;
  if (first === undefined) throw new Error(`${line.id} has no sides`);
  const [throughput_rps, cpu_us_per_request, p50_ns, p99_ns] = METRICS.map((metric) =>
    compareEntries(
      sides.flatMap((side) =>
        valuesOf(metric, side, line.concerns).map((one) => ({ entry: side.name, ...one })),
      ),
    ),
  ) as [Comparison, Comparison, Comparison, Comparison];
  const comparisons = { throughput_rps, cpu_us_per_request, p50_ns, p99_ns };
  const drafts = others.map((side) => draftOf(side, first, comparisons, line));
  const adjusted = holm(drafts.map(({ ratios, decided_by }) => ratios[decided_by].p_value ?? 1));
  return {
    kind: 'measured',
    first: first.name,
    sides: sides.map((side) => figuresOf(side, line.concerns)),
    comparisons: drafts.map((draft, index) => toComparison(draft, adjusted[index] ?? 1)),
  };
}
