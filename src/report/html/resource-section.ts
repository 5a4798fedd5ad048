/** Memory and open files of both sides over time. */
import * as Plot from '@observablehq/plot';
import type { PairPlots, PlotData, WindowPlot } from '../../analyse/plot-data.ts';
import type { RunResult } from '../../analyse/result.ts';
import { formatBytes, formatWhole } from '../format.ts';
import { GROWTH_TITLE, growthSentences } from '../growth.ts';
import { LIMIT_WORD } from '../palette.ts';
import { figure, legendOf, type Section } from './figure.ts';
import { joined, type Markup, markup, NOTHING } from './markup.ts';
import type { Mark } from './svg.ts';
import { number, table, text } from './table.ts';
import { drawTimeline, type Stretch, timelineOf } from './timeline.ts';
import { list, pairTitle } from './words.ts';

type Side = 'client' | 'server';

interface Resource {
  readonly id: 'rss_bytes' | 'fds';
  readonly name: string;
  readonly title: string;
  readonly format: (value: number | null) => string;
}

const RESOURCES: readonly Resource[] = [
  {
    id: 'rss_bytes',
    name: 'Memory',
    title: 'Memory: a line that climbs from window to window is a leak',
    format: formatBytes,
  },
  {
    id: 'fds',
    name: 'Open files',
    title: 'Open files: one for each connection and a few more; what climbs is never closed',
    format: formatWhole,
  },
];
const SIDES: readonly Side[] = ['client', 'server'];
const DASH = '5 3';
const MOST_DRAWN = 36;

export function resourceSection(result: RunResult, { pairs }: PlotData): Section {
  const shown = pairs.filter(({ windows }) => windows.some(({ usage }) => usage.length > 0));
  const content =
    shown.length === 0
      ? markup`<p>No window was sampled.</p>\n`
      : joined(RESOURCES.map((resource) => resourceFigure(shown, resource)));
  return {
    id: 'resources',
    title: 'Memory and open files over time',
    short: 'Memory',
    width: 'full',
    content: markup`${growth(result)}${content}`,
  };
}

function growth({ cells, ceilings }: RunResult): Markup {
  const sentences = growthSentences([...cells, ...ceilings]);
  return sentences.length === 0 ? NOTHING : markup`<h3>${GROWTH_TITLE}</h3>\n${list(sentences)}`;
}

function resourceFigure(shown: readonly PairPlots[], resource: Resource): Markup {
  const drawn = changingMost(shown, resource);
  const note =
    drawn.length === shown.length
      ? ''
      : ` Drawn are the ${drawn.length} pairs of ${shown.length} in which it changes most.`;
  return figure({
    ...{
      id: `over-time-${resource.id.split('_')[0] ?? ''}`,
      title: resource.title,
      layout: 'grid',
    },
    drawings: drawn.map((pair) => small(pair, resource)),
    legend: legendOf([
      { sign: lineSign('client'), word: `${LIMIT_WORD.client}, solid line` },
      { sign: lineSign('server'), word: `${LIMIT_WORD.server}, dashed line` },
    ]),
    caption:
      `${resource.name} of all processes of a side, each second within the windows, one window after ` +
      'another with the number of its round. A client is started for each window, a server for each round.' +
      note,
    table: mostTable(shown, resource),
  });
}

/** In their order; of many those that are worth a look. */
function changingMost(shown: readonly PairPlots[], { id }: Resource): readonly PairPlots[] {
  if (shown.length <= MOST_DRAWN) return shown;
  const change = ({ windows }: PairPlots): number =>
    Math.max(
      ...SIDES.map((side) => {
        const first = mostOf(windows.slice(0, 1), side, id) ?? 0;
        const last = mostOf(windows.slice(-1), side, id) ?? 0;
        return first === 0 ? last : Math.abs(last / first - 1);
      }),
    );
  const least = shown.map(change).toSorted((one, other) => other - one)[MOST_DRAWN - 1] ?? 0;
  return shown.filter((pair) => change(pair) >= least).slice(0, MOST_DRAWN);
}

function lineSign(side: Side): Markup {
  return markup`<span class="swatch thin" style="background:var(--${side})"></span>`;
}

interface Point {
  readonly at_s: number;
  readonly value: number | null;
}

function small(pair: PairPlots, { id, name, format }: Resource): Markup {
  const stretches = timelineOf(pair, 'window only');
  const highest = Math.max(...SIDES.map((side) => mostOf(pair.windows, side, id) ?? 0));
  const most = SIDES.map((side) => `${side} ${format(mostOf(pair.windows, side, id))}`);
  const label = `${name} over time of ${pairTitle(pair)}, at most: ${most.join(', ')}`;
  const marks = SIDES.map((side) =>
    line(
      stretches.flatMap((stretch) => pointsOf(stretch, side, id)),
      side,
    ),
  );
  const drawing = drawTimeline(stretches, highest, format, marks, label);
  return markup`<div class="small"><h4>${pairTitle(pair)}</h4>${drawing}</div>`;
}

/** Of one window, and a gap at the end. */
function pointsOf({ window, begin_s, end_s }: Stretch, side: Side, id: Resource['id']): Point[] {
  const points = window.usage.map((usage): Point => ({
    at_s: begin_s + usage.at_s,
    value: usage[`${side}_${id}`],
  }));
  // What stays the same is a line between its ends.
  const kept = points.filter(
    ({ value }, index) => value !== points[index - 1]?.value || value !== points[index + 1]?.value,
  );
  return [...kept, { at_s: end_s, value: null }];
}

function line(points: readonly Point[], side: Side): Mark {
  return Plot.line(points, {
    x: ({ at_s }: Point) => at_s,
    y: ({ value }: Point) => value,
    stroke: `var(--${side})`,
    strokeWidth: 2,
    ...(side === 'server' ? { strokeDasharray: DASH } : {}),
  });
}

function mostOf(windows: readonly WindowPlot[], side: Side, id: Resource['id']): number | null {
  const known = windows.flatMap(({ usage }) => usage.flatMap((one) => one[`${side}_${id}`] ?? []));
  return known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value));
}

/** In the first window and in the last one, between which a leak would show. */
function mostTable(shown: readonly PairPlots[], { id, name, format }: Resource): Markup {
  const columns = [
    text('pair'),
    ...SIDES.flatMap((side) => [
      number(`${side}, first window`),
      number(`${side}, last window`),
      number(`${side}, most`),
    ]),
  ];
  const rows = shown.map((pair) => [
    pairTitle(pair),
    ...SIDES.flatMap((side) =>
      [pair.windows.slice(0, 1), pair.windows.slice(-1), pair.windows].map((windows) =>
        format(mostOf(windows, side, id)),
      ),
    ),
  ]);
  return table(`${name} in the windows drawn`, columns, rows);
}
