/** The matrix in Markdown: at a glance, and with all figures of each pair. */
import type { Cell, RunResult } from '../../analyse/result.ts';
import { ABSENT, formatCountEstimate } from '../format.ts';
import { matrixLegend } from '../matrix-legend.ts';
import { AT_LEAST, BIMODAL, DISTURBED, matrixRows } from '../matrix-rows.ts';
import { groupsByReason } from '../not-valid.ts';
import { LIMIT_WORD, STATUS_WORD } from '../palette.ts';
import { pairName } from '../wording.ts';
import { escapedLine } from './escape.ts';
import { left, list, paragraph, right, table } from './table.ts';

const ONE_LINE = Infinity;

export function matrixSection(result: RunResult): string[] {
  const cells = [...result.cells, ...result.ceilings];
  const [servers, clients] = [namesOf(cells, 'server'), namesOf(cells, 'client')];
  const at = new Map(cells.map((cell) => [pairName(cell), cell]));
  const columns = [left('req/s (95 %), limit'), ...clients.map(right)];
  const rows = servers.map((server) => [
    server,
    ...clients.map((client) => glance(at.get(pairName({ server, client })))),
  ]);
  return ['## Matrix', '', ...table(columns, rows), ...list(matrixLegend(result, ONE_LINE)), ''];
}

function namesOf(cells: readonly Cell[], side: 'server' | 'client'): string[] {
  return [...new Set(cells.map((cell) => cell[side]))];
}

/** Nothing for a pair that is not of this run. */
function glance(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (cell.status !== 'valid') return STATUS_WORD[cell.status];
  const bound = cell.bound === 'server' && cell.throughput_rps.estimate !== null ? AT_LEAST : '';
  const limit = LIMIT_WORD[cell.bottleneck.verdict];
  const marks = [cell.disturbed ? DISTURBED : '', cell.bimodal ? BIMODAL : ''];
  return [`${bound}${formatCountEstimate(cell.throughput_rps)}`, limit, ...marks]
    .filter((part) => part !== '')
    .join(' ');
}

export function pairsSection({ cells, ceilings }: RunResult): string[] {
  const all = [...cells, ...ceilings];
  const figures = matrixRows(all, 'full').filter(({ kind }) => kind !== 'mark');
  const columns = [
    ...[left('server'), left('client'), left('status')],
    ...figures.map(({ label, kind }) => (kind === 'limit' ? left(label) : right(label))),
    left('marks'),
  ];
  const rows = all.map((cell) => {
    const isValid = cell.status === 'valid';
    return [
      ...[cell.server, cell.client, STATUS_WORD[cell.status]],
      ...figures.map(({ text }) => (isValid ? text(cell) : ABSENT)),
      [cell.disturbed ? DISTURBED : '', cell.bimodal ? BIMODAL : '']
        .filter((mark) => isValid && mark !== '')
        .join(', '),
    ];
  });
  return ['## Pairs', '', ...table(columns, rows)];
}

export function notValidSection({ cells, ceilings }: RunResult): string[] {
  const lines = notValidList([...cells, ...ceilings]);
  return lines.length === 0 ? [] : ['## Not valid', '', ...lines, ''];
}

/** All reasons: what is read later must not send the reader elsewhere. */
export function notValidList(pairs: Parameters<typeof groupsByReason>[0]): string[] {
  return groupsByReason(pairs).flatMap(({ first, names }) => [
    `- ${escapedLine(`${STATUS_WORD[first.status]}: ${names.join(', ')}`)}`,
    ...list(first.reasons, '  '),
  ]);
}

export function limitsSection({ cells, ceilings }: RunResult): string[] {
  const valid = [...cells, ...ceilings].filter(({ status }) => status === 'valid');
  if (valid.length === 0) return [];
  const sentences = valid.map(
    (cell) =>
      `${LIMIT_WORD[cell.bottleneck.verdict]}: ${pairName(cell)}: ${cell.bottleneck.sentence}`,
  );
  return ['## Who was the limit', '', ...list(sentences), '', ...paragraph(BOUND_MEANS)];
}

const BOUND_MEANS =
  'Where the client was the limit, the throughput is only a lower bound for the server, and the reverse.';
