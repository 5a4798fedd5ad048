/** Appendix: how much of the throughput is the server, the client, and the pair itself. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import type { Interval } from '../analyse/result-comparison.ts';
import type { Detail } from './detail.ts';
import { formatPercent, formatRatioEstimate } from './format.ts';
import { type ListRow, renderList } from './list-table.ts';
import { wrap } from './text.ts';
import { pairName } from './wording.ts';

const HEADS = ['ratio (95 %)'];

export function renderEffects(
  { effects, effects_absent, cells }: RunResult,
  width: number,
  palette: ChalkInstance,
  detail: Detail,
): string[] {
  if (detail === 'short' || cells.length === 0) return [];
  const title = palette.bold('What the throughput is made of');
  if (effects === null) return [title, ...wrap(`Not known: ${effects_absent ?? ''}.`, width)];
  const { servers, clients, interaction, residual_cv, left_out } = effects;
  const list = (name: string, rows: readonly ListRow[]): string[] =>
    rows.length === 0 ? [] : renderList(name, HEADS, rows, width, palette);
  const meaning =
    'log(throughput) = round + server + client + server x client. Servers and clients: against the ' +
    'geometric mean of all; pairs: beyond what both of their sides give; what is left varies by ' +
    `${formatPercent(residual_cv)} (CV).`;
  const without = left_out.length === 0 ? [] : [`Left out: ${left_out.join(', ')}.`];
  return [
    title,
    ...list(
      'server',
      servers.map(({ name, ratio }) => rowOf(name, ratio)),
    ),
    ...list(
      'client',
      clients.map(({ name, ratio }) => rowOf(name, ratio)),
    ),
    ...list(
      'pair',
      interaction.map((pair) => rowOf(pairName(pair), pair.ratio)),
    ),
    ...[meaning, ...without].flatMap((text) => wrap(text, width)).map((line) => palette.dim(line)),
  ];
}

function rowOf(name: string, ratio: Interval): ListRow {
  return { name, figures: [formatRatioEstimate(ratio)], tone: 'plain' };
}
