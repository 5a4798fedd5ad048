/** Latency over its percentiles: a drawing for each server, a line for each client. */
import * as Plot from '@observablehq/plot';
import type { LatencyCurve, PairPlots, PlotData } from '../../analyse/plot-data.ts';
import type { RunResult } from '../../analyse/result.ts';
import { formatCount, formatNs } from '../format.ts';
import { shorten } from '../text.ts';
import { figure, type Section } from './figure.ts';
import { joined, type Markup, markup, NOTHING } from './markup.ts';
import { draw, type Mark } from './svg.ts';
import { number, table, text } from './table.ts';
import { logDomain, logTicks, tickText } from './ticks.ts';
import { pairTitle } from './words.ts';

const WIDTH = 360;
const HEIGHT = 230;
const MARGINS = { top: 8, right: 104, bottom: 26, left: 52 };
const LABEL_HEIGHT = 13;
const MOST_TICKS = 8;
const LABEL_LETTERS = 15;
const COLOURS = 6;
/** One for each client, beside its colour and its name. */
const DASHES = ['', '6 3', '2 3', '8 3 2 3', '1 2', '10 4'] as const;
const TICKS: readonly { readonly q: number; readonly word: string }[] = [
  { q: 0.5, word: 'P50' },
  { q: 0.9, word: '90' },
  { q: 0.99, word: '99' },
  { q: 0.999, word: '99.9' },
  { q: 0.9999, word: '99.99' },
  { q: 0.99999, word: '99.999' },
  { q: 0.999999, word: '99.9999' },
];
const IN_TABLE = [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999];

type Drawn = PairPlots & { readonly look: number };

export function percentileSection(result: RunResult, { pairs }: PlotData): Section {
  const clients = [...new Set(pairs.map(({ client }) => client))];
  const all = pairs.map((pair): Drawn => ({ ...pair, look: clients.indexOf(pair.client) }));
  const known = all.filter(({ curve }) => curve.points.length > 1);
  const domain = logDomain(known.flatMap(({ curve }) => curve.points.map(({ ns }) => ns)));
  const content =
    domain === null
      ? markup`<p>There are no latencies: ${pairs[0]?.curve.absent ?? 'nothing was measured'}.</p>\n`
      : curves(result, all, known, domain);
  return {
    id: 'percentiles',
    title: 'Latency over its percentiles',
    short: 'Percentiles',
    width: 'full',
    content,
  };
}

function curves(
  result: RunResult,
  all: readonly Drawn[],
  known: readonly Drawn[],
  domain: readonly [number, number],
): Markup {
  const servers = [...new Set(known.map(({ server }) => server))];
  const nines = Math.max(...known.flatMap(({ curve }) => curve.points.map(({ q }) => ninesOf(q))));
  const title = 'The further right a line stays low, the fewer requests had to wait';
  const drawings = servers.map((server) => {
    const own = known.filter((one) => one.server === server);
    return markup`<div class="small"><h4>${server}</h4>${drawCurves(server, own, domain, nines)}</div>`;
  });
  return figure({
    ...{ id: 'percentile-curves', title, layout: 'grid', drawings },
    caption: `${underWhat(result, known[0]?.curve.load)} Each line ends where fewer than 10 requests lie beyond it. Both axes are logarithmic.`,
    table: markup`${curveTable(title, known)}${missing(all)}`,
  });
}

function underWhat({ latency_at_rate }: RunResult, load: LatencyCurve['load'] | undefined): string {
  const [first] = latency_at_rate;
  return load === 'equal rate' && first !== undefined
    ? `At ${formatCount(first.rate_per_s)} requests/s to each pair, from the time a request was due to the parsed answer.`
    : 'At the load of the matrix: in a closed loop the round trip follows from connections / throughput, so these lines do not compare pairs.';
}

function missing(all: readonly Drawn[]): Markup {
  const absent = all.filter(({ curve }) => curve.points.length < 2);
  if (absent.length === 0) return NOTHING;
  return joined(
    absent.map(
      (pair) =>
        markup`<p>${pairTitle(pair)}: no line, ${pair.curve.absent ?? 'too few requests'}.</p>\n`,
    ),
  );
}

function drawCurves(
  server: string,
  pairs: readonly Drawn[],
  domain: readonly [number, number],
  nines: number,
): Markup {
  const ticks = logTicks(...domain, MOST_TICKS);
  return draw({
    ...{ width: WIDTH, height: HEIGHT, margins: MARGINS },
    label: `Latency over its percentiles with ${server}: ${pairs.map(lastWords).join('; ')}`,
    x: { type: 'linear', domain: [0, nines] },
    y: { type: 'log', domain: [...domain] },
    marks: [
      Plot.ruleY(ticks, { stroke: 'var(--line)' }),
      Plot.axisY({
        ticks,
        text: (value: number) => tickText(formatNs(value)),
        ...AXIS,
      }),
      Plot.axisX({
        ticks: TICKS.map(({ q }) => ninesOf(q)).filter((at) => at <= nines),
        text: (_: number, index: number) => TICKS[index]?.word ?? '',
        ...AXIS,
      }),
      ...pairs.map(line),
      ...labels(pairs, domain, nines),
    ],
  });
}

const AXIS = {
  tickSize: 0,
  tickPadding: 6,
  label: null,
  fontSize: 10.5,
  fill: 'var(--muted)',
} as const;

function line({ curve, look }: Drawn): Mark {
  return Plot.line(curve.points, {
    x: ({ q }: { q: number }) => ninesOf(q),
    y: ({ ns }: { ns: number }) => ns,
    stroke: colourOf(look),
    strokeWidth: 2,
    ...(dashOf(look) === '' ? {} : { strokeDasharray: dashOf(look) }),
  });
}

interface Label {
  readonly text: string;
  readonly look: number;
  readonly x: number;
  readonly end: number;
  /** Where it stands, in pixels from the top. */
  readonly y: number;
}

/** At the right end of its line, moved as far as its neighbours ask for. */
function labels(pairs: readonly Drawn[], domain: readonly [number, number], nines: number): Mark[] {
  const [top, bottom] = [MARGINS.top, HEIGHT - MARGINS.bottom];
  const [low, high] = domain.map(Math.log);
  const pixel = (ns: number): number =>
    bottom - ((Math.log(ns) - (low ?? 0)) / ((high ?? 1) - (low ?? 0))) * (bottom - top);
  const wanted = pairs
    .flatMap(({ client, look, curve }): Label[] => {
      const last = curve.points.at(-1);
      if (last === undefined) return [];
      const end = pixel(last.ns);
      return [{ text: shorten(client, LABEL_LETTERS), look, x: ninesOf(last.q), end, y: end }];
    })
    .sort((one, other) => one.end - other.end);
  return apart(wanted, top, bottom).map((label) =>
    Plot.text([label], {
      x: () => nines,
      frameAnchor: 'top-right',
      dx: 8,
      dy: label.y - top,
      lineAnchor: 'middle',
      textAnchor: 'start',
      text: () => label.text,
      fill: colourOf(label.look),
      fontSize: 11,
      fontWeight: 600,
    }),
  );
}

/** From the top down, then from the bottom up, so that all stay within. */
function apart(wanted: readonly Label[], top: number, bottom: number): Label[] {
  const down: Label[] = [];
  for (const label of wanted) {
    const least = (down.at(-1)?.y ?? top - LABEL_HEIGHT) + LABEL_HEIGHT;
    down.push({ ...label, y: Math.max(label.y, least) });
  }
  let most = bottom + LABEL_HEIGHT;
  return down.toReversed().map((label) => {
    most = Math.min(label.y, most - LABEL_HEIGHT);
    return { ...label, y: most };
  });
}

function lastWords({ client, curve }: Drawn): string {
  const last = curve.points.at(-1);
  return last === undefined ? client : `${client} up to ${formatNs(last.ns)} at ${percent(last.q)}`;
}

function curveTable(label: string, known: readonly Drawn[]): Markup {
  const columns = [
    text('pair'),
    ...IN_TABLE.map((q) => number(`P${percent(q).replace(' %', '')}`)),
  ];
  const rows = known.map((pair) => [
    pairTitle(pair),
    ...IN_TABLE.map((wanted) => {
      const point = pair.curve.points.find(({ q }) => Math.abs(q - wanted) < 1e-9);
      return formatNs(point?.ns ?? null);
    }),
  ]);
  return table(label, columns, rows);
}

function ninesOf(q: number): number {
  return -Math.log10(1 - q);
}

function percent(q: number): string {
  return `${Number((q * 100).toFixed(5))} %`;
}

function colourOf(look: number): string {
  return `var(--s${(look % COLOURS) + 1})`;
}

function dashOf(look: number): string {
  return DASHES[look % DASHES.length] ?? '';
}
