/** Throughput over time: each window of each pair with its warm-up, and what was measured again. */
import * as Plot from '@observablehq/plot';
import type { PairPlots, PlotData, WindowPlot } from '../../analyse/plot-data.ts';
import { formatCount } from '../format.ts';
import { STATUS_WORD } from '../palette.ts';
import { figure, legendOf, type Section } from './figure.ts';
import { type Markup, markup } from './markup.ts';
import type { Mark } from './svg.ts';
import { number, table, text } from './table.ts';
import {
  DISTURBED_SIGN,
  drawTimeline,
  LEFT_OUT,
  signMeaning,
  type Stretch,
  timelineOf,
} from './timeline.ts';
import { pairTitle } from './words.ts';

export function timeSection({ pairs }: PlotData): Section {
  const shown = pairs.filter(({ windows }) => windows.length > 0);
  const content =
    shown.length === 0
      ? markup`<p>No window was measured.</p>\n`
      : figure({
          id: 'throughput-over-time',
          title: 'Steady lines at one height can be believed; steps and dips ask for a reason',
          layout: 'grid',
          drawings: shown.map(small),
          legend: LEGEND,
          caption: `Requests per second (each axis from 0 to its own most) over the time of each window; below it the number of its round, in the order of measuring. ${chosen(shown)}`,
          table: windowTable(shown),
        });
  return { id: 'time', title: 'Throughput over time', short: 'Over time', width: 'full', content };
}

const LEGEND = legendOf([
  { sign: markup`<span class="swatch" style="background:var(--shade)"></span>`, word: 'warm-up' },
  { sign: markup`<span class="sign">${LEFT_OUT}</span>`, word: 'left out and measured again' },
  { sign: markup`<span class="sign">${DISTURBED_SIGN}</span>`, word: 'counts, though disturbed' },
]);

/** Said only where not all are shown. */
function chosen(shown: readonly PairPlots[]): string {
  const all = shown.reduce((sum, { windows_measured }) => sum + windows_measured, 0);
  const drawn = shown.reduce((sum, { windows }) => sum + windows.length, 0);
  return drawn === all ? '' : `Of ${all} windows an even choice of ${drawn} is drawn.`;
}

function small(pair: PairPlots): Markup {
  const stretches = timelineOf(pair, 'with warm-up');
  const rates = stretches.flatMap(({ window }) => [...window.warmup, ...window.window]);
  const highest = rates.reduce((most, { rps }) => Math.max(most, rps), 0);
  const status = pair.status === 'valid' ? '' : ` ${STATUS_WORD[pair.status]}`;
  const left = pair.windows.filter(({ counts }) => !counts).length;
  const label = `Throughput over time of ${pairTitle(pair)}${status}: ${pair.windows.length} windows drawn, ${left} of them left out`;
  const drawing = drawTimeline(stretches, highest, formatCount, lines(stretches), label);
  return markup`<div class="small"><h4>${pairTitle(pair)}${status}</h4>${drawing}</div>`;
}

/** `rps` null: between two windows. */
interface Point {
  readonly at_s: number;
  readonly rps: number | null;
}

function lines(stretches: readonly Stretch[]): Mark[] {
  const [kept, left] = [true, false].map((counts) =>
    stretches.filter(({ window }) => window.counts === counts).flatMap(pointsOf),
  );
  const look = {
    x: ({ at_s }: Point) => at_s,
    y: ({ rps }: Point) => rps,
    strokeWidth: 1.5,
  };
  return [
    Plot.line(kept ?? [], { ...look, stroke: 'var(--s1)' }),
    Plot.line(left ?? [], { ...look, stroke: 'var(--s2)', strokeDasharray: '3 2' }),
  ];
}

/** In the middle of the time that each rate is of, and a gap at the end. */
function pointsOf({ window, from_s, begin_s, end_s }: Stretch): Point[] {
  const phase = (rates: WindowPlot['window'], start_s: number): Point[] =>
    rates.map((rate, index) => ({
      at_s: start_s + ((rates[index - 1]?.end_s ?? 0) + rate.end_s) / 2,
      rps: rate.rps,
    }));
  return [
    ...phase(window.warmup, from_s),
    ...phase(window.window, begin_s),
    { at_s: end_s, rps: null },
  ];
}

function windowTable(shown: readonly PairPlots[]): Markup {
  const rows = shown.flatMap((pair) =>
    pair.windows.map((window) => [
      pairTitle(pair),
      String(window.round),
      formatCount(window.rps),
      signMeaning(window),
    ]),
  );
  const columns = [text('pair'), number('round'), number('req/s'), text('note')];
  return table('Throughput of each window drawn', columns, rows);
}
