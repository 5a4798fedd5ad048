/** Each pair's ratio to the best one, with its interval and its ties. */
import type { RunResult } from '../../analyse/result.ts';
import type { RankedEntry, Ranking } from '../../analyse/result-comparison.ts';
import { ABSENT, formatRatio, formatRatioEstimate } from '../format.ts';
import { metricTitle } from '../metrics.ts';
import { BEST, bestOf, rankText } from '../rankings.ts';
import { capital, pairInWords } from '../wording.ts';
import { figure, legendOf } from './figure.ts';
import type { Markup } from './markup.ts';
import { drawRows, logAxis, type Row, sign, type Span, spanMarks, spanOf } from './row-drawing.ts';
import { number, prose, table, text } from './table.ts';

/** None where there are no two to compare. */
export function ratioFigure(
  { rankings }: RunResult,
  metric: Ranking['metric'],
  rate_per_s: number | null,
): Markup[] {
  const ranking = rankings.find((one) => one.of === 'pairs' && one.metric === metric);
  const best = ranking === undefined ? undefined : bestOf(ranking);
  if (ranking === undefined || best === undefined) return [];
  if (ranking.entries.filter(({ rank }) => rank !== null).length < 2) return [];
  const name = metricTitle(metric, rate_per_s);
  const title = `${capital(name)} against the best pair: what touches 1 is tied with it`;
  const method = ranking.method === null ? '' : ` (${ranking.method})`;
  return [
    figure({
      ...{ id: `ratio-${metric.replaceAll('_', '-')}`, title, layout: 'wide' },
      drawings: [drawing(ranking, best, title)],
      legend: legendOf([
        { sign: sign('◆', 'first'), word: 'the best, and what this run cannot tell from it' },
        { sign: sign('●', 'second'), word: 'worse' },
      ]),
      caption: `Ratio of ${name} to ${pairInWords(best)}, 95 % intervals${method}, paired by round. Log axis.`,
      table: ratioTable(ranking, best, title),
    }),
  ];
}

function drawing({ entries }: Ranking, best: string, title: string): Markup {
  const isBest = ({ name }: RankedEntry): boolean => name === best;
  const spans = (isTied: boolean): Span[] =>
    entries.flatMap((entry, index) =>
      entry.rank !== null && (isBest(entry) || entry.tied_with_best) === isTied
        ? spanOf(isBest(entry) ? ONE : entry.ratio_to_best, index)
        : [],
    );
  const [tied, others] = [spans(true), spans(false)];
  const rows = entries.map((entry): Row => ({
    name: pairInWords(entry.name),
    value: isBest(entry) ? BEST : valueOf(entry),
  }));
  return drawRows(
    rows,
    { ...logAxis([...tied, ...others, { index: 0, ...ONE }], formatRatio), line: 1 },
    [
      ...spanMarks(tied, { colour: 'first', symbol: 'diamond2' }),
      ...spanMarks(others, { colour: 'second', symbol: 'circle' }),
    ],
    title,
  );
}

function valueOf({ rank, tied_with_best, ratio_to_best }: RankedEntry): string {
  if (rank === null) return 'not ranked';
  return `${tied_with_best ? 'tied, ' : ''}${formatRatioEstimate(ratio_to_best)}`;
}

function ratioTable({ entries }: Ranking, best: string, title: string): Markup {
  const ranked = entries.filter(({ rank }) => rank !== null);
  return table(
    title,
    [number('rank'), text('pair'), number('ratio to best'), prose('note')],
    entries.map((entry) => [
      entry.rank === null ? ABSENT : rankText(entry, ranked),
      pairInWords(entry.name),
      entry.name === best ? BEST : formatRatioEstimate(entry.ratio_to_best),
      entry.why_not ?? (entry.tied_with_best && entry.name !== best ? 'tied with the best' : ''),
    ]),
  );
}

const ONE = { estimate: 1, low: 1, high: 1 };
