/** Latencies at one equal rate, the lowest first: the only ones that compare pairs. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import type { LatencyAtRate } from '../analyse/result-comparison.ts';
import { cut, type Detail } from './detail.ts';
import { ABSENT, formatCount, formatNs, formatNsEstimate } from './format.ts';
import { type ListRow, renderList } from './list-table.ts';
import { DISTURBED } from './matrix-rows.ts';
import { notValidLines } from './not-valid.ts';
import { wrap } from './text.ts';
import { listed, pairName, plural } from './wording.ts';

const HEADS = ['P50 (95 %)', 'P99 (95 %)', 'delay'];
const MARK = DISTURBED.slice(0, 1);
const SHOWN_PATHS = ['p50_ns.estimate', 'p50_ns.low', 'p99_ns.estimate', 'p99_ns.low'];
const MAX_NOTES = 3;

export function renderLatencyAtRate(
  result: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  const isChosen = ({ server, client }: LatencyAtRate): boolean =>
    result.cells.some((cell) => cell.server === server && cell.client === client);
  const asked = result.latency_at_rate.filter((one) => detail === 'full' || isChosen(one));
  if (asked.length === 0) return [];
  const valid = asked.filter(({ status }) => status === 'valid').toSorted(byP99);
  const { shown, note } = cut(valid, detail);
  const rows = shown.map((one): ListRow => ({
    name: pairName(one) + (one.disturbed ? ` ${MARK}` : ''),
    figures: [
      formatNsEstimate(one.p50_ns),
      formatNsEstimate(one.p99_ns),
      formatNs(one.send_delay_ns.p99),
    ],
    tone: isChosen(one) ? 'plain' : 'grey',
  }));
  const rates = [
    ...new Set(asked.map(({ rate_per_s }) => `${formatCount(rate_per_s)} requests/s`)),
  ];
  return [
    ...wrap(`Latency at equal load: ${listed(rates)} to each pair`, width).map((line) =>
      palette.bold(line),
    ),
    ...(rows.length === 0 ? [] : renderList('pair', HEADS, rows, width, palette)),
    ...(note === null ? [] : [note]),
    ...notValidLines(asked, width, palette),
    ...latencyLegend(valid).flatMap((text) => wrap(text, width).map((line) => palette.dim(line))),
  ];
}

export function byP99(one: LatencyAtRate, other: LatencyAtRate): number {
  return (one.p99_ns.estimate ?? Infinity) - (other.p99_ns.estimate ?? Infinity);
}

export function latencyLegend(valid: readonly LatencyAtRate[]): string[] {
  if (valid.length === 0) return [];
  const reasons = [
    ...new Set(valid.flatMap(({ absent }) => SHOWN_PATHS.flatMap((path) => absent[path] ?? []))),
  ];
  return [
    'Open loop: from the time a request was due to the parsed answer; delay: P99 from that time to the ' +
      `sending. ${unsent(valid)}`,
    ...(valid.some(({ disturbed }) => disturbed)
      ? [`${MARK}: the machine disturbed a window, also when it was measured again.`]
      : []),
    ...(reasons.length === 0 ? [] : [`${ABSENT}: ${listed(reasons, MAX_NOTES)}.`]),
  ];
}

/** A pair that leaves requests unsent is slower than its latencies tell. */
function unsent(valid: readonly LatencyAtRate[]): string {
  const some = valid.filter((one) => one.unsent !== null && one.unsent > 0);
  const unknown = valid.some((one) => one.unsent === null);
  if (some.length > 0) {
    const pairs = some.map((one) => `${pairName(one)} ${plural(one.unsent ?? 0, 'request')}`);
    return `Due but not sent by the end: ${listed(pairs)}.`;
  }
  return unknown
    ? 'Whether all were sent is not known of every pair.'
    : 'All that were due were sent.';
}
