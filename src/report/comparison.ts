/** Runs held against a base run, for a terminal: which pair became faster or slower, and how sure that is. */
import type { ChalkInstance } from 'chalk';
import type { RunsComparison, Versus, VersusCell } from '../analyse/versus/comparison.ts';
import {
  LEGEND,
  metricRows,
  type MetricRows,
  MORE_ERRORS,
  nameOf,
  saidGroups,
  unlikeTitle,
  versusTitle,
  withMoreErrors,
} from './comparison-rows.ts';
import { cut, type Detail } from './detail.ts';
import { formatRatioEstimate } from './format.ts';
import { type ListRow, renderList } from './list-table.ts';
import { METRICS } from './metrics.ts';
import { printableComparison } from './printable.ts';
import { paintVersus, paletteFor, VERSUS_WORD } from './palette.ts';
import type { Paper } from './terminal.ts';
import { padEnd, wrap, wrapHanging } from './text.ts';
import { gateLines } from './thresholds.ts';
import { pairName, plural } from './wording.ts';

export interface ComparisonOptions extends Paper {
  readonly detail: Detail;
}

interface Style {
  readonly width: number;
  readonly palette: ChalkInstance;
  readonly detail: Detail;
}

export function renderComparison(
  given: RunsComparison,
  { colour, width, detail }: ComparisonOptions,
): string {
  const comparison = printableComparison(given);
  const palette = paletteFor(colour);
  const style = { width, palette, detail };
  const sections = [
    wrap(`Compared with ${nameOf(comparison.base)}`, width).map((line) => palette.bold(line)),
    ...comparison.runs.map((versus) => versusLines(versus, style)),
    wrap(LEGEND, width).map((line) => palette.dim(line)),
    gateLines('Not slower', comparison.gates, width, palette, detail),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function versusLines(versus: Versus, style: Style): string[] {
  const { width, palette, detail } = style;
  const { drift, cells } = versus;
  return [
    ...wrap(versusTitle(versus), width).map((line) => palette.bold(line)),
    ...differenceLines(versus, style),
    ...wrap(drift.sentence, width).map((line) => (drift.differs ? palette.yellow(line) : line)),
    ...metricRows(versus, detail).flatMap((one) => tableLines(one, style)),
    ...saidLines(cells, style),
    ...errorLines(cells, style),
  ];
}

function differenceLines(versus: Versus, { width, palette }: Style): string[] {
  if (versus.differences.length === 0) return [];
  return [
    ...wrap(`! ${unlikeTitle(versus)}`, width),
    ...versus.differences.flatMap((one) => wrapHanging(one, width, '  ')),
  ].map((line) => palette.yellow(line));
}

function tableLines({ metric, title, rows, tied }: MetricRows, style: Style): string[] {
  const { width, palette, detail } = style;
  if (rows.length === 0) return ['', `${title}: ${plural(tied, 'pair')} tied`];
  const { shown, note } = cut(rows, detail);
  const lines = shown.map(({ word, cell, change }): ListRow => ({
    name: `${padEnd(word, WORD_WIDTH)} ${pairName(cell)}`,
    figures: [
      METRICS[metric].format({ estimate: change.base, low: null, high: null }),
      METRICS[metric].format({ estimate: change.run, low: null, high: null }),
      formatRatioEstimate(change.ratio),
    ],
    tone: change.verdict === 'tied' ? 'grey' : 'plain',
  }));
  return [
    '',
    ...renderList(title, ['base', 'this run', 'ratio (95 %)'], lines, width, palette),
    ...(note === null ? [] : [note]),
    ...(tied === 0 ? [] : [`${plural(tied, 'more pair')} tied`]),
  ];
}

const WORD_WIDTH = 8;

function saidLines(cells: readonly VersusCell[], { width, palette }: Style): string[] {
  const lines = saidGroups(cells).flatMap(({ verdict, names, sentence }) =>
    wrapHanging(`${VERSUS_WORD[verdict]} ${names.join(', ')}: ${sentence}`, width).map((line) =>
      paintVersus(palette, verdict, line),
    ),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function errorLines(cells: readonly VersusCell[], { width, palette }: Style): string[] {
  return withMoreErrors(cells)
    .flatMap((cell) => wrapHanging(`${MORE_ERRORS} ${pairName(cell)}: ${cell.sentence}`, width))
    .map((line) => palette.red(line));
}
