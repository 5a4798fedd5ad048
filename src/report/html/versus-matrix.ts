/** One metric of two runs as a matrix: the colour says which way and how far, a sign and a word say it too. */
import type { Change, Versus, VersusCell } from '../../analyse/versus/comparison.ts';
import { changeTitle, MORE_ERRORS, wordOf } from '../comparison-rows.ts';
import { ABSENT, formatRatio, formatRatioEstimate } from '../format.ts';
import { METRICS } from '../metrics.ts';
import { VERSUS_WORD } from '../palette.ts';
import { figure } from './figure.ts';
import { type Markup, markup, NOTHING } from './markup.ts';
import { type Box, drawMatrix, matrixWidth } from './matrix-drawing.ts';
import { number, prose, table, text } from './table.ts';
import { pairTitle } from './words.ts';

/** In the middle of the colours. */
const TIED_STEP = 3;
/** From here on a ratio, or its inverse, has the next shade. */
const SHADES = [1.1, 1.3] as const;

/** A pair with what is known of one metric; undefined: nothing is. */
interface Shown {
  readonly cell: VersusCell;
  readonly change: Change | undefined;
}

/** `id`: unique in the page. */
export function versusMatrix(id: string, { cells }: Versus, metric: Change['metric']): Markup {
  const shown = cells.map((cell): Shown => ({
    cell,
    change: cell.changes.find((one) => one.metric === metric),
  }));
  const title = titleOf(metric, shown);
  const hasRatio = shown.some(({ change }) => change !== undefined && change.verdict !== null);
  const [better, worse] = (['better', 'worse'] as const).map((verdict) =>
    wordOf({ metric, verdict }),
  );
  return figure({
    ...{ id, title, drawings: [drawMatrix(shown.map(boxOf), title)] },
    layout: matrixWidth(cells) === 'half' ? 'wide' : 'scroll',
    legend: hasRatio ? scale(`from worse (${worse}) to better (${better})`) : NOTHING,
    caption: hasRatio
      ? 'In each box the ratio, this run / the base run, with its 95 % interval, and the values then and now. ' +
        `Shades, from the middle: tied, less than ${SHADES.join(' times, less than ')} times as much or as little, more.`
      : 'No pair has a ratio; the box says what has become of it.',
    table: changeTable(title, metric, shown),
  });
}

/** The words of the boxes, counted. */
function titleOf(metric: Change['metric'], shown: readonly Shown[]): string {
  const counts = new Map<string, number>();
  for (const one of shown) counts.set(wordIn(one), (counts.get(wordIn(one)) ?? 0) + 1);
  const parts = [...counts].map(([word, count]) => `${count} ${withoutSign(word)}`);
  return `${changeTitle(metric)}: ${parts.join(', ')}`;
}

/** In a sentence the signs would be in the way. */
function withoutSign(word: string): string {
  return word.replace(/^\S+ /, '');
}

/** A pair may well be in both runs and yet have no ratio of this metric. */
function wordIn({ cell, change }: Shown): string {
  if (change !== undefined && change.verdict !== null) return wordOf(change);
  return VERSUS_WORD[isLacking(cell) ? cell.verdict : 'not-comparable'];
}

function isLacking({ verdict }: VersusCell): boolean {
  return verdict === 'new' || verdict === 'missing';
}

function boxOf(shown: Shown): Box {
  const { cell, change } = shown;
  const { server, client } = cell;
  const word = wordIn(shown);
  const errors = cell.errors.more ? [MORE_ERRORS] : [];
  if (change === undefined || change.verdict === null) {
    const title = `${pairTitle(cell)}: ${word}, ${whyNot(shown)}`;
    return { server, client, title, colours: null, lines: [word, 'no ratio', ...errors] };
  }
  const { estimate, low, high } = change.ratio;
  const step = stepOf(change);
  const ratio = [formatRatio(estimate), `${formatRatio(low)}-${formatRatio(high)}`];
  const lines = [word, ...ratio, ...(cell.errors.more ? errors : [thenAndNow(change)])];
  return {
    ...{ server, client, lines, title: `${pairTitle(cell)}: ${lines.join(', ')}` },
    colours: { fill: `var(--d${step})`, ink: `var(--u${step})` },
  };
}

/** From 0, much worse, to 6, much better; a tie is neither, however far its estimate lies from 1. */
function stepOf({ verdict, ratio: { estimate } }: Change): number {
  if (verdict === 'tied' || verdict === null || estimate === null) return TIED_STEP;
  const times = Math.max(estimate, 1 / estimate);
  const distance = 1 + SHADES.filter((limit) => times >= limit).length;
  return TIED_STEP + (verdict === 'better' ? distance : -distance);
}

function thenAndNow({ metric, base, run }: Change): string {
  return `${valueText(metric, base)} → ${valueText(metric, run)}`;
}

function whyNot({ cell, change }: Shown): string {
  return isLacking(cell) ? cell.sentence : (change?.absent ?? cell.sentence);
}

/** Of the metric, without an interval: that of the ratio is what counts. */
function valueText(metric: Change['metric'], estimate: number | null): string {
  return METRICS[metric].format({ estimate, low: null, high: null });
}

function scale(text: string): Markup {
  const steps = Array.from(
    { length: 2 * TIED_STEP + 1 },
    (_, step) => markup`<span class="step" style="background:var(--d${step})"></span>`,
  );
  return markup`<p class="scale"><span class="steps" aria-hidden="true">${steps}</span> <span>${text}</span></p>
`;
}

function changeTable(label: string, metric: Change['metric'], shown: readonly Shown[]): Markup {
  const numbers = ['base', 'this run', 'ratio (95 %)'].map(number);
  const rows = shown.map((one) => {
    const { cell, change } = one;
    const isKnown = change !== undefined && change.verdict !== null;
    const errors = cell.errors.more ? MORE_ERRORS : '';
    return [
      ...[pairTitle(cell), wordIn(one)],
      change === undefined ? ABSENT : valueText(metric, change.base),
      change === undefined ? ABSENT : valueText(metric, change.run),
      isKnown ? formatRatioEstimate(change.ratio) : ABSENT,
      isKnown ? errors : whyNot(one),
    ];
  });
  return table(label, [text('pair'), text('verdict'), ...numbers, prose('note')], rows);
}
