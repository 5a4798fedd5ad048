/** Rankings of the cells of a fixture: by value, and tied where they differ by little. */
import type { Cell } from '../../src/analyse/result.ts';
import type {
  Interval,
  LatencyAtRate,
  RankedEntry,
  Ranking,
} from '../../src/analyse/result-comparison.ts';
import { around, NO_INTERVAL } from './cell-fixture.ts';

interface Pair {
  readonly server: string;
  readonly client: string;
}

interface Ranked {
  readonly name: string;
  readonly value: Interval;
  readonly bound: boolean;
}

/** Servers are ranked under the reference client, clients against the reference server. */
export function rankingsOf(
  reference: Pair,
  cells: readonly Cell[],
  ceilings: readonly Cell[],
  latency: readonly LatencyAtRate[],
): Ranking[] {
  const latencyAt = ({ server, client }: Pair): LatencyAtRate | undefined =>
    latency.find((one) => one.server === server && one.client === client);
  const blocks = [
    {
      of: 'pairs',
      under: null,
      from: cells,
      name: (cell: Cell) => `${cell.server}:${cell.client}`,
    },
    {
      of: 'servers',
      under: reference.client,
      from: ceilings.filter(({ server }) => server !== reference.server),
      name: (cell: Cell) => cell.server,
    },
    {
      of: 'clients',
      under: reference.server,
      from: ceilings.filter(({ client }) => client !== reference.client),
      name: (cell: Cell) => cell.client,
    },
  ] as const;
  return blocks.flatMap(({ of, under, from, name }): Ranking[] => {
    const other = of === 'servers' ? 'server' : 'client';
    const entries = (value: (cell: Cell) => Interval | undefined): Ranked[] =>
      from.flatMap((cell) => {
        const found = value(cell);
        return found === undefined ? [] : [{ name: name(cell), value: found, bound: false }];
      });
    const throughput = entries(({ throughput_rps: { estimate, low, high } }) => ({
      estimate,
      low,
      high,
    })).map((entry, index) => ({
      ...entry,
      bound: of !== 'pairs' && from[index]?.bound === other,
    }));
    const cost = (cell: Cell): number => {
      const { client, server } = cell.cpu_us_per_request;
      return of === 'pairs' ? (client ?? 0) + (server ?? 0) : (cell.cpu_us_per_request[other] ?? 0);
    };
    return [
      ranking(of, 'throughput_rps', under, throughput),
      ranking(
        of,
        'p50_at_rate_ns',
        under,
        entries((cell) => latencyAt(cell)?.p50_ns),
      ),
      ranking(
        of,
        'p99_at_rate_ns',
        under,
        entries((cell) => latencyAt(cell)?.p99_ns),
      ),
      ranking(
        of,
        'cpu_us_per_request',
        under,
        entries((cell) => (cell.status === 'valid' ? around(cost(cell), 0.008) : NO_INTERVAL)),
      ),
    ];
  });
}

/** Two that differ by less than 5 % are told apart by nothing here. */
function ranking(
  of: Ranking['of'],
  metric: Ranking['metric'],
  under: string | null,
  entries: readonly Ranked[],
): Ranking {
  const better = metric === 'throughput_rps' ? 'higher' : 'lower';
  const value = (entry: Ranked): number => entry.value.estimate ?? NaN;
  const sign = better === 'higher' ? -1 : 1;
  const inOrder = entries
    .filter(({ bound, value: { estimate } }) => !bound && estimate !== null)
    .toSorted((one, other) => sign * (value(one) - value(other)));
  const best = inOrder[0];
  const ranked = inOrder.map((entry): RankedEntry => {
    const ahead = inOrder.filter(
      (one) => sign * Math.log(value(entry) / value(one)) > Math.log(1.05),
    );
    return {
      name: entry.name,
      value: { ...entry.value },
      ratio_to_best: around(value(entry) / (best === undefined ? NaN : value(best)), 0.027),
      rank: 1 + ahead.length,
      tied_with_best: ahead.length === 0,
      bound: false,
      why_not: null,
    };
  });
  const others = entries
    .filter(({ bound, value: { estimate } }) => bound || estimate === null)
    .map(({ name, value, bound }): RankedEntry => ({
      name,
      value: { ...value },
      ratio_to_best: NO_INTERVAL,
      rank: null,
      tied_with_best: false,
      bound,
      why_not: bound
        ? `the reference ${of === 'servers' ? 'client' : 'server'} was the limit`
        : 'not valid',
    }));
  return {
    of,
    metric,
    better,
    under,
    method: 'pooled t',
    entries: [...ranked, ...others],
    sentences: best === undefined ? [] : sentencesOf(metric, best.name, ranked.slice(1, 3)),
    absent: null,
  };
}

function sentencesOf(
  metric: Ranking['metric'],
  best: string,
  others: readonly RankedEntry[],
): string[] {
  return others.flatMap(({ name, ratio_to_best: { estimate, low, high } }) => {
    if (estimate === null || low === null || high === null) return [];
    const interval = (ratio: number, from: number, to: number): string =>
      `${ratio.toPrecision(3)} (${from.toPrecision(3)}-${to.toPrecision(3)})`;
    return metric === 'throughput_rps'
      ? [`${best} serves ${interval(1 / estimate, 1 / high, 1 / low)} times ${name}`]
      : [`${name} takes ${interval(estimate, low, high)} times ${best}`];
  });
}
