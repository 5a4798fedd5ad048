/** Each pair's ratio to the base run as an interval on a common axis. */
import type { Change } from '../../analyse/versus/comparison.ts';
import { type ChangeRow, type MetricRows, wordOf } from '../comparison-rows.ts';
import { formatRatio, formatRatioEstimate } from '../format.ts';
import { VERSUS_WORD } from '../palette.ts';
import { figure, legendOf } from './figure.ts';
import type { Markup } from './markup.ts';
import { drawRows, logAxis, type Row, sign, type Span, spanMarks, spanOf } from './row-drawing.ts';
import { number, table, text } from './table.ts';
import { pairTitle } from './words.ts';

/** In the order of the legend. */
const LOOKS = [
  { verdict: 'better', text: '◆', look: { colour: 'first', symbol: 'diamond2' } },
  { verdict: 'worse', text: '■', look: { colour: 'second', symbol: 'square' } },
  { verdict: 'tied', text: '●', look: { colour: 'third', symbol: 'circle' } },
] as const;

/** None where there is no ratio; `limit`: how much slower the pairs may be, of the metric that has a gate. */
export function versusRatios(
  id: string,
  { metric, title: name, rows }: MetricRows,
  limit: number | null,
): Markup[] {
  if (rows.length === 0) return [];
  const title = `${name}: what touches 1 may be as it was`;
  const gate =
    limit === null
      ? ''
      : ` Its gate fails a pair whose whole interval is more than ${percent(limit)} slower.`;
  return [
    figure({
      ...{ id, title, layout: 'wide', drawings: [drawing(rows, title)] },
      legend: legendOf(
        LOOKS.map(({ verdict, text: letter, look }) => ({
          sign: sign(letter, look.colour),
          word:
            verdict === 'tied' ? VERSUS_WORD.tied : `${wordOf({ metric, verdict })}: ${verdict}`,
        })),
      ),
      caption:
        'Ratio, this run / the base run; bars are 95 % intervals, each for its pair alone, the verdicts are ' +
        `corrected for the number of pairs. Log axis.${gate}`,
      table: ratioTable(title, rows),
    }),
  ];
}

function drawing(rows: readonly ChangeRow[], title: string): Markup {
  const spans = (verdict: Change['verdict']): Span[] =>
    rows.flatMap(({ change }, index) =>
      change.verdict === verdict ? spanOf(change.ratio, index) : [],
    );
  const marked = LOOKS.map(({ verdict, look }) => ({ spans: spans(verdict), look }));
  const axis = logAxis([...marked.flatMap((one) => one.spans), ONE], formatRatio);
  return drawRows(
    rows.map(({ word, cell, change }): Row => ({
      name: pairTitle(cell),
      value: `${signOf(word)} ${formatRatioEstimate(change.ratio)}`,
    })),
    { ...axis, line: 1 },
    marked.flatMap((one) => spanMarks(one.spans, one.look)),
    title,
  );
}

/** The legend has its word, and there is not much room on a phone. */
function signOf(word: string): string {
  return word.replace(/ .*$/, '');
}

/** Always on the axis. */
const ONE: Span = { index: 0, low: 1, estimate: 1, high: 1 };

function ratioTable(label: string, rows: readonly ChangeRow[]): Markup {
  const numbers = ['ratio', 'low', 'high'].map(number);
  return table(
    label,
    [text('pair'), text('verdict'), ...numbers],
    rows.map(({ word, cell, change: { ratio } }) => [
      ...[pairTitle(cell), word],
      ...[ratio.estimate, ratio.low, ratio.high].map(formatRatio),
    ]),
  );
}

/** As it was asked for. */
function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}
