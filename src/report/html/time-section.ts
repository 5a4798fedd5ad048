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
          title: 'Steady lines at one height can be believed; steps and dips are the machine’s',
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
  const drawing = drawTimeline(stretches, highest, formatCount, stretches.map(line), label);
  return markup`<div class="small"><h4>${pairTitle(pair)}${status}</h4>${drawing}</div>`;
}

interface Point {
  readonly at_s: number;
  readonly rps: number;
}

function line(stretch: Stretch): Mark {
  const { window } = stretch;
  return Plot.line(pointsOf(stretch), {
    x: ({ at_s }: Point) => at_s,
    y: ({ rps }: Point) => rps,
    stroke: window.counts ? 'var(--s1)' : 'var(--s2)',
    strokeWidth: 1.5,
    ...(window.counts ? {} : { strokeDasharray: '3 2' }),
  });
}

/** In the middle of the time that each rate is of. */
function pointsOf({ window, from_s, begin_s }: Stretch): Point[] {
  const phase = (rates: WindowPlot['window'], start_s: number): Point[] =>
    rates.map(({ end_s, rps }, index) => ({
      at_s: start_s + ((rates[index - 1]?.end_s ?? 0) + end_s) / 2,
      rps,
    }));
  return [...phase(window.warmup, from_s), ...phase(window.window, begin_s)];
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
