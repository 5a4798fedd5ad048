/** Intervals of each pair: absolute on a log axis, and as ratios to the best pair. */
import type { Cell, RunResult } from '../../analyse/result.ts';
import type { LatencyAtRate } from '../../analyse/result-comparison.ts';
import { formatCount, formatCountEstimate, formatNs, formatNsEstimate } from '../format.ts';
import { AT_LEAST } from '../matrix-rows.ts';
import { STATUS_WORD } from '../palette.ts';
import { figure, legendOf, type Section } from './figure.ts';
import { joined, type Markup, markup } from './markup.ts';
import { ratioFigure } from './ratio-figure.ts';
import { drawRows, logAxis, type Row, sign, type Span, spanMarks, spanOf } from './row-drawing.ts';
import { number, prose, table, text } from './table.ts';
import { pairTitle } from './words.ts';

export function intervalSection(result: RunResult): Section {
  const rate_per_s = result.latency_at_rate[0]?.rate_per_s ?? null;
  const figures = [
    throughputFigure(result),
    ...ratioFigure(result, 'throughput_rps', rate_per_s),
    ...latencyFigure(result),
    ...ratioFigure(result, 'p99_at_rate_ns', rate_per_s),
  ];
  const content = markup`<div class="grid">${joined(figures)}</div>
`;
  return { id: 'intervals', title: 'How sure it is', short: 'Intervals', width: 'full', content };
}

function throughputFigure({ cells }: RunResult): Markup {
  const sorted = cells.toSorted((one, other) => rpsOf(other) - rpsOf(one));
  const isBound = ({ bound }: Cell): boolean => bound === 'server';
  const rows = sorted.map((cell): Row => ({
    name: pairTitle(cell),
    value:
      cell.status === 'valid'
        ? `${isBound(cell) ? AT_LEAST : ''}${formatCountEstimate(cell.throughput_rps)}`
        : STATUS_WORD[cell.status],
  }));
  const spans = (of: (cell: Cell) => boolean): Span[] =>
    sorted.flatMap((cell, index) => (of(cell) ? spanOf(cell.throughput_rps, index) : []));
  const [bounds, others] = [spans(isBound), spans((cell) => !isBound(cell))];
  const title = 'Throughput of each pair: the bar is the 95 % interval';
  return figure({
    ...{ id: 'interval-throughput', title, layout: 'wide' },
    drawings: [
      drawRows(
        rows,
        logAxis([...bounds, ...others], formatCount),
        [
          ...spanMarks(bounds, { colour: 'second', symbol: 'triangle' }),
          ...spanMarks(others, { colour: 'first', symbol: 'circle' }),
        ],
        title,
      ),
    ],
    legend: legendOf([
      { sign: sign('●', 'first'), word: 'requests per second' },
      ...(bounds.length === 0
        ? []
        : [
            {
              sign: sign('▲', 'second'),
              word: `${AT_LEAST} lower bound: the client was the limit`,
            },
          ]),
    ]),
    caption: 'Log axis: equal distances are equal ratios. Geometric mean of the rounds that count.',
    table: table(
      title,
      [text('pair'), text('status'), number('req/s (95 %)'), prose('bound')],
      sorted.map((cell) => [
        pairTitle(cell),
        STATUS_WORD[cell.status],
        cell.status === 'valid' ? formatCountEstimate(cell.throughput_rps) : '',
        isBound(cell) ? `${AT_LEAST}, the client was the limit` : '',
      ]),
    ),
  });
}

function rpsOf({ throughput_rps }: Cell): number {
  return throughput_rps.estimate ?? -1;
}

function latencyFigure({ latency_at_rate, cells }: RunResult): Markup[] {
  const chosen = latency_at_rate.filter((one) =>
    cells.some(({ server, client }) => server === one.server && client === one.client),
  );
  const [first] = chosen;
  if (first === undefined) return [];
  const sorted = chosen.toSorted((one, other) => p99Of(one) - p99Of(other));
  const rows = sorted.map((one): Row => ({
    name: pairTitle(one),
    value:
      one.status === 'valid'
        ? `${formatNs(one.p50_ns.estimate)} / ${formatNs(one.p99_ns.estimate)}`
        : STATUS_WORD[one.status],
  }));
  const p50 = sorted.flatMap((one, index) => spanOf(one.p50_ns, index));
  const p99 = sorted.flatMap((one, index) => spanOf(one.p99_ns, index));
  const title = `P50 and P99 of each pair at ${formatCount(first.rate_per_s)} requests/s`;
  const drawing = drawRows(
    rows,
    logAxis([...p50, ...p99], formatNs),
    [
      ...spanMarks(p50, { colour: 'first', symbol: 'circle' }),
      ...spanMarks(p99, { colour: 'second', symbol: 'diamond2' }),
    ],
    title,
  );
  const figures = sorted.map((one) => [
    pairTitle(one),
    STATUS_WORD[one.status],
    one.status === 'valid' ? formatNsEstimate(one.p50_ns) : '',
    one.status === 'valid' ? formatNsEstimate(one.p99_ns) : '',
  ]);
  return [
    figure({
      ...{ id: 'interval-latency', title, layout: 'wide', drawings: [drawing] },
      legend: legendOf([
        { sign: sign('●', 'first'), word: 'P50' },
        { sign: sign('◆', 'second'), word: 'P99' },
      ]),
      caption:
        'The same load to all, so these compare. Open loop, from the time a request was due to the ' +
        'parsed answer; bars are 95 % intervals, the axis is logarithmic.',
      table: table(
        title,
        [text('pair'), text('status'), number('P50 (95 %)'), number('P99 (95 %)')],
        figures,
      ),
    }),
  ];
}

function p99Of({ p99_ns }: LatencyAtRate): number {
  return p99_ns.estimate ?? Infinity;
}
