/** The matrix as a heat map that can be switched between metrics without a script. */
import type { RunResult } from '../../analyse/result.ts';
import { formatNs } from '../format.ts';
import { matrixLegend } from '../matrix-legend.ts';
import { STATUS_WORD } from '../palette.ts';
import { pairInWords, pairName } from '../wording.ts';
import { figure, type Section } from './figure.ts';
import { type HeatMetric, heatMetrics, type Shown, THROUGHPUT } from './heat-metrics.ts';
import { type Markup, markup } from './markup.ts';
import { type Box, drawMatrix, matrixWidth } from './matrix-drawing.ts';
import { type Panel, switched } from './switched.ts';
import { number, table, text } from './table.ts';
import { ENDLESS, list, pairTitle } from './words.ts';

/** Steps of the colour, from the worst to the best. */
const STEPS = 7;
const BEST = '★';
/** In a small line of a box. */
const MOST_LETTERS = 18;

export function matrixSection(result: RunResult): Section {
  const panels = heatMetrics(result).map((metric): Panel => ({
    id: metric.id,
    word: metric.word,
    content: matrixOf(result, metric),
  }));
  const content = markup`${switched('show', 'Colour by', panels)}<details><summary>What the signs mean</summary>
${list(matrixLegend(result, ENDLESS))}</details>
`;
  return {
    id: 'matrix',
    title: 'Every server with every client',
    short: 'Matrix',
    width: matrixWidth(result.cells),
    content,
  };
}

function matrixOf(result: RunResult, metric: HeatMetric): Markup {
  const shown = shownOf(result);
  const steps = stepsOf(shown, metric);
  const best = bestNames(result, metric);
  const boxes = shown.map((one): Box => boxOf(one, metric, steps.get(one), best));
  const title = titleOf(metric, best);
  return figure({
    id: `matrix-${metric.id}`,
    title,
    layout: matrixWidth(result.cells) === 'half' ? 'wide' : 'scroll',
    drawings: [drawMatrix(boxes, title)],
    legend: scale(metric),
    caption: metric.meaning,
    table: metricTable(title, shown, metric),
  });
}

function shownOf({ cells, latency_at_rate }: RunResult): Shown[] {
  return cells.map((cell) => ({
    cell,
    at_rate: latency_at_rate.find((one) => pairName(one) === pairName(cell)),
  }));
}

/** Equal ratios are equal distances. A value that stands alone is in the middle. */
function stepsOf(shown: readonly Shown[], metric: HeatMetric): ReadonlyMap<Shown, number> {
  const known = shown.flatMap((one) => {
    const value = metric.status(one) === 'valid' ? metric.value(one) : null;
    return value === null || value <= 0 ? [] : [{ one, log: Math.log(value) }];
  });
  const logs = known.map(({ log }) => log);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const share = (log: number): number => (high === low ? 0.5 : (log - low) / (high - low));
  return new Map(
    known.map(({ one, log }) => {
      const good = metric.better === 'higher' ? share(log) : 1 - share(log);
      return [one, Math.min(STEPS - 1, Math.floor(good * STEPS))];
    }),
  );
}

/** All that share the first rank. */
function bestNames({ rankings }: RunResult, { ranking }: HeatMetric): readonly string[] {
  const found = rankings.find(({ of, metric }) => of === 'pairs' && metric === ranking);
  return (found?.entries ?? []).filter(({ rank }) => rank === 1).map(({ name }) => name);
}

function boxOf(
  shown: Shown,
  metric: HeatMetric,
  step: number | undefined,
  best: readonly string[],
): Box {
  const { cell } = shown;
  const { server, client } = cell;
  const status = metric.status(shown);
  const name = pairTitle(cell);
  if (status !== 'valid') {
    const title = `${name}: ${STATUS_WORD[status]}`;
    return { server, client, colours: null, lines: [STATUS_WORD[status], 'no value'], title };
  }
  const [value = '', ...small] = metric.lines(shown);
  const isBest = best.includes(pairName(cell));
  const star = isBest ? `${BEST} ${best.length > 1 ? 'tied' : 'best'}` : '';
  const lines = [value, ...withStar(small, star)];
  return {
    ...{ server, client, lines, title: `${name}: ${lines.join(', ')}` },
    colours: step === undefined ? null : { fill: `var(--h${step})`, ink: `var(--t${step})` },
  };
}

/** Beside the last line that there is, or alone. */
function withStar(small: readonly string[], star: string): string[] {
  const lines = small.filter((line) => line !== '');
  if (star === '') return lines;
  const [first = '', second, ...rest] = lines;
  if (second === undefined) return [first, star];
  const both = `${second}  ${star}`;
  return both.length <= MOST_LETTERS ? [first, both, ...rest] : [...lines, star];
}

function titleOf({ word, better }: HeatMetric, best: readonly string[]): string {
  const wish = better === 'higher' ? 'more is better' : 'less is better';
  const [first, second] = best;
  if (first === undefined) return `${word}: ${wish}`;
  const name = pairInWords(first);
  return second === undefined
    ? `${word}, ${wish}: ${name} is the best`
    : `${word}, ${wish}: ${best.length} pairs are tied for the best`;
}

/** From the worst to the best, for which the boxes have their numbers too. */
function scale({ better }: HeatMetric): Markup {
  const boxes = Array.from(
    { length: STEPS },
    (_, step) => markup`<span class="step" style="background:var(--h${step})"></span>`,
  );
  return markup`<p class="scale"><span>${better === 'higher' ? 'least' : 'most'}</span> <span class="steps" aria-hidden="true">${boxes}</span> <span>${better === 'higher' ? 'most' : 'least'}, which is best (${BEST})</span></p>
`;
}

function metricTable(label: string, shown: readonly Shown[], metric: HeatMetric): Markup {
  if (metric === THROUGHPUT) return throughputTable(label, shown);
  const rows = shown.map((one) => {
    const status = metric.status(one);
    const values = status === 'valid' ? metric.lines(one).filter((line) => line !== '') : [];
    return [pairTitle(one.cell), STATUS_WORD[status], values[0] ?? '', values.slice(1).join(', ')];
  });
  return table(label, [text('pair'), text('status'), number(metric.word), text('more')], rows);
}

/** With the latencies of the closed loop, which are no comparison. */
function throughputTable(label: string, shown: readonly Shown[]): Markup {
  const heads = [text('pair'), text('status'), number('req/s'), number('95 %'), text('limit')];
  const latencies = ['P50', 'P99'].map(number);
  const rows = shown.map((one) => {
    const { cell } = one;
    const name = pairTitle(cell);
    if (cell.status !== 'valid') return [name, STATUS_WORD[cell.status], '', '', '', '', '', ''];
    const [value = '', range = '', limit = '', ...marks] = THROUGHPUT.lines(one);
    const { p50, p99 } = cell.rtt_ns;
    const status = STATUS_WORD.valid;
    return [name, status, value, range, limit, formatNs(p50), formatNs(p99), marks.join(', ')];
  });
  return table(label, [...heads, ...latencies, text('marks')], rows);
}
