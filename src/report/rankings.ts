/** Rankings of pairs, servers and clients, with ties, and with the reason where something is not ranked. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import type { RankedEntry, Ranking } from '../analyse/result-comparison.ts';
import { cut, type Detail, noteOfMore } from './detail.ts';
import { formatRatioEstimate } from './format.ts';
import { type ListRow, renderList } from './list-table.ts';
import { AT_LEAST } from './matrix-rows.ts';
import { METRICS, metricTitle } from './metrics.ts';
import { padEnd, wrap, wrapHanging } from './text.ts';
import { listed } from './wording.ts';

export const BLOCKS: readonly Ranking['of'][] = ['pairs', 'servers', 'clients'];
const INDENT = '  ';
/** `10=` */
const RANK_WIDTH = 3;
/** The P50 of the same pass says little more than its P99. */
export const METRICS_IN_SHORT: readonly Ranking['metric'][] = [
  'throughput_rps',
  'p99_at_rate_ns',
  'cpu_us_per_request',
];

/** Of each ranking; in short the lists say the same. */
const SENTENCES_IN_SHORT = 3;
/** To itself it has no ratio. */
export const BEST = 'best';
const NO_REASON = 'the reason is not known';

interface Style {
  readonly rate_per_s: number | null;
  readonly width: number;
  readonly palette: ChalkInstance;
  readonly detail: Detail;
}

export function renderRankings(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  const { rankings, latency_at_rate } = result;
  const shown = rankings.filter(
    ({ of, metric }) =>
      detail === 'full' || (METRICS_IN_SHORT.includes(metric) && hasRivals(of, result)),
  );
  if (shown.length === 0) return [];
  const rate_per_s = latency_at_rate[0]?.rate_per_s ?? null;
  return [
    palette.bold('Rankings'),
    ...BLOCKS.flatMap((of) =>
      blockLines(
        shown.filter((ranking) => ranking.of === of),
        { rate_per_s, width, palette, detail },
      ),
    ),
    ...(shown.some(({ entries }) => entries.some(({ rank }) => rank !== null))
      ? wrap(rankingLegend(shown), width).map((line) => palette.dim(line))
      : []),
  ];
}

/** A pair, server or client that is alone is ranked nowhere, which goes without saying. */
export function hasRivals(of: Ranking['of'], { cells }: RunResult): boolean {
  const names = cells.map(({ server, client }) =>
    of === 'pairs' ? `${server}:${client}` : of === 'servers' ? server : client,
  );
  return new Set(names).size > 1;
}

function blockLines(block: readonly Ranking[], style: Style): string[] {
  const { width, palette } = style;
  const [first] = block;
  if (first === undefined) return [];
  const title = wrap(blockTitle(first), width).map((line) => palette.bold(line));
  if (block.every(({ absent, entries }) => absent === first.absent && entries.length === 0))
    return [...title, ...wrap(`no ranking, ${first.absent ?? NO_REASON}`, width), ''];
  return [
    ...title,
    ...block.flatMap((ranking) => rankingLines(ranking, style)),
    ...sentenceLines(block, style),
    '',
  ];
}

function sentenceLines(block: readonly Ranking[], { width, detail }: Style): string[] {
  const all = block.flatMap(({ sentences }) => sentences);
  const shown =
    detail === 'full'
      ? all
      : block.flatMap(({ sentences }) => sentences.slice(0, SENTENCES_IN_SHORT));
  const note = noteOfMore(all.length - shown.length);
  return [
    ...shown.flatMap((sentence) => wrapHanging(sentence, width)),
    ...(note === null ? [] : [note]),
  ];
}

export function blockTitle({ of, under }: Ranking): string {
  switch (of) {
    case 'pairs':
      return 'Pairs';
    case 'servers':
      return under === null ? 'Servers' : `Servers, with ${under} as the client`;
    case 'clients':
      return under === null ? 'Clients' : `Clients, with ${under} as the server`;
  }
}

function rankingLines(ranking: Ranking, { rate_per_s, width, palette, detail }: Style): string[] {
  const { metric, entries, absent } = ranking;
  const title = metricTitle(metric, rate_per_s);
  const { format, head } = METRICS[metric];
  const ranked = entries.filter(({ rank }) => rank !== null);
  if (ranked.length === 0)
    return [
      ...wrapHanging(`by ${title}: no ranking${absent === null ? '' : `, ${absent}`}`, width),
      ...notRanked(ranking, width),
    ];
  const best = bestOf(ranking);
  const { shown, note } = cut(ranked, detail);
  const rows = shown.map((entry): ListRow => ({
    name: `${padEnd(rankText(entry, ranked), RANK_WIDTH)} ${entry.name}`,
    figures: [
      format(entry.value),
      entry.name === best ? BEST : formatRatioEstimate(entry.ratio_to_best),
    ],
    tone: 'plain',
  }));
  return [
    ...renderList(`by ${title}`, [head, 'ratio to best'], rows, width, palette),
    ...(note === null ? [] : [INDENT + note]),
    ...notRanked(ranking, width),
  ];
}

/** What the ratios refer to, which need not be ranked. */
export function bestOf({ entries, better }: Ranking): string | undefined {
  const sign = better === 'higher' ? -1 : 1;
  return entries
    .flatMap(({ name, value: { estimate } }) => (estimate === null ? [] : [{ name, estimate }]))
    .toSorted((one, other) => sign * (one.estimate - other.estimate))[0]?.name;
}

/** A rank that several share is told apart from one that is alone. */
export function rankText({ rank }: RankedEntry, ranked: readonly RankedEntry[]): string {
  const isShared = ranked.filter((other) => other.rank === rank).length > 1;
  return `${rank ?? ''}${isShared ? '=' : ''}`;
}

/** What all have in common was said already. */
export function notRanked({ metric, entries, absent }: Ranking, width: number): string[] {
  const groups = new Map<string, string[]>();
  for (const { name, value, rank, bound, why_not } of entries) {
    if (rank !== null) continue;
    const why = why_not ?? NO_REASON;
    const known =
      value.estimate === null ? '' : ` ${bound ? AT_LEAST : ''}${METRICS[metric].format(value)}`;
    groups.set(why, [...(groups.get(why) ?? []), `${name}${known}`]);
  }
  return [...groups].flatMap(([why, names]) =>
    wrapHanging(
      `${why === absent ? '' : `not ranked, ${why}: `}${names.join(', ')}`,
      width,
      INDENT,
    ),
  );
}

export function rankingLegend(shown: readonly Ranking[]): string {
  const methods = [...new Set(shown.flatMap(({ method }) => method ?? []))];
  const intervals =
    methods.length === 0 ? 'there are no intervals' : `intervals: 95 %, ${listed(methods)}`;
  return (
    'Rank: 1 + how many are significantly better (Holm over all comparisons); =: shared, ' +
    `this run does not tell them apart; ratio: this one / the best; ${intervals}.`
  );
}
