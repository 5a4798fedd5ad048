/** What compares pairs, in Markdown: latency at equal load, rankings, effects. */
import type { RunResult } from '../../analyse/result.ts';
import type { Interval, Ranking } from '../../analyse/result-comparison.ts';
import {
  formatCount,
  formatNs,
  formatNsEstimate,
  formatPercent,
  formatRatioEstimate,
} from '../format.ts';
import { byP99, latencyLegend } from '../latency-table.ts';
import { DISTURBED } from '../matrix-rows.ts';
import { METRICS, metricTitle } from '../metrics.ts';
import { BEST, bestOf, blockTitle, notRanked, rankingLegend, rankText } from '../rankings.ts';
import { listed, pairName } from '../wording.ts';
import { escapedLine } from './escape.ts';
import { notValidList } from './pairs.ts';
import { folded, left, list, paragraph, right, table } from './table.ts';

export function latencySection({ latency_at_rate }: RunResult): string[] {
  if (latency_at_rate.length === 0) return [];
  const valid = latency_at_rate.filter(({ status }) => status === 'valid').toSorted(byP99);
  const columns = [
    left('pair'),
    ...['P50 (95 %)', 'P99 (95 %)', 'delay P99'].map(right),
    left('marks'),
  ];
  const rows = valid.map((one) => [
    pairName(one),
    formatNsEstimate(one.p50_ns),
    formatNsEstimate(one.p99_ns),
    formatNs(one.send_delay_ns.p99),
    one.disturbed ? DISTURBED : '',
  ]);
  const rates = [...new Set(latency_at_rate.map(({ rate_per_s }) => formatCount(rate_per_s)))];
  return [
    ...[`## Latency at equal load: ${escapedLine(listed(rates))} requests/s to each pair`, ''],
    ...(rows.length === 0 ? [] : table(columns, rows)),
    ...notValidList(latency_at_rate),
    ...list(latencyLegend(valid)),
    '',
  ];
}

export function rankingsSection({ rankings, latency_at_rate }: RunResult): string[] {
  if (rankings.length === 0) return [];
  const rate_per_s = latency_at_rate[0]?.rate_per_s ?? null;
  return [
    ...['## Rankings', ''],
    ...rankings.flatMap((ranking) => rankingLines(ranking, rate_per_s)),
    ...list([rankingLegend(rankings)]),
    '',
  ];
}

function rankingLines(ranking: Ranking, rate_per_s: number | null): string[] {
  const { metric, entries, absent, sentences } = ranking;
  const { format, head } = METRICS[metric];
  const title = `${blockTitle(ranking)}, by ${metricTitle(metric, rate_per_s)}`;
  const ranked = entries.filter(({ rank }) => rank !== null);
  const best = bestOf(ranking);
  const rows = ranked.map((entry) => [
    rankText(entry, ranked),
    entry.name,
    format(entry.value),
    entry.name === best ? BEST : formatRatioEstimate(entry.ratio_to_best),
  ]);
  const columns = [right('rank'), left('name'), right(head), right('ratio to best')];
  return [
    ...[`### ${escapedLine(title)}`, ''],
    ...(rows.length === 0
      ? paragraph(`no ranking${absent === null ? '' : `, ${absent}`}`)
      : table(columns, rows)),
    ...list([...notRanked(ranking, Infinity), ...sentences]),
    '',
  ];
}

export function effectsSection({ effects, effects_absent }: RunResult): string[] {
  const title = 'What the throughput is made of';
  if (effects === null) return folded(title, paragraph(`Not known: ${effects_absent ?? ''}.`));
  const { servers, clients, interaction, residual_cv, left_out } = effects;
  const row = (what: string, name: string, ratio: Interval): string[] => [
    ...[what, name, formatRatioEstimate(ratio)],
  ];
  const rows = [
    ...servers.map(({ name, ratio }) => row('server', name, ratio)),
    ...clients.map(({ name, ratio }) => row('client', name, ratio)),
    ...interaction.map((pair) => row('pair', pairName(pair), pair.ratio)),
  ];
  return folded(title, [
    ...table([left('of'), left('name'), right('ratio (95 %)')], rows),
    ...list([
      'log(throughput) = round + server + client + server x client; servers and clients against the ' +
        'geometric mean of all, pairs beyond what both of their sides give; ' +
        `what is left varies by ${formatPercent(residual_cv)} (CV).`,
      ...(left_out.length === 0 ? [] : [`Left out: ${left_out.join(', ')}.`]),
    ]),
    '',
  ]);
}
