/** The curves of a sweep: latency over throughput, a drawing for each pair, the knee marked. */
import * as Plot from '@observablehq/plot';
import type { RunResult } from '../../analyse/result.ts';
import type { Curve, CurvePoint } from '../../analyse/sweep/schema.ts';
import { CURVES_TITLE, curveSentences, isKnee, POINT_HEADS, pointTexts } from '../curves.ts';
import { formatCount, formatNs } from '../format.ts';
import { figure, legendOf, type Section } from './figure.ts';
import { joined, type Markup, markup } from './markup.ts';
import { sign } from './row-drawing.ts';
import { draw, type Mark } from './svg.ts';
import { number, table, text } from './table.ts';
import { linearTicks, logDomain, logTicks, tickText } from './ticks.ts';
import { list, pairTitle } from './words.ts';

const WIDTH = 480;
const HEIGHT = 300;
const MARGINS = { top: 20, right: 34, bottom: 40, left: 56 };
const ROOM = 1.06;
const MOST_TICKS = 9;
const KNEE_RADIUS = 8;
const AXIS = {
  tickSize: 0,
  tickPadding: 6,
  label: null,
  fontSize: 10.5,
  fill: 'var(--muted)',
} as const;
const LINES = [
  { of: 'p50_ns', word: 'P50', sign: '●', look: 'first', colour: 'var(--s1)', symbol: 'circle' },
  { of: 'p99_ns', word: 'P99', sign: '◆', look: 'second', colour: 'var(--s2)', symbol: 'diamond' },
] as const;

interface Dot {
  readonly load: string;
  readonly rps: number;
  readonly ns: number;
  readonly knee: boolean;
}

/** None where nothing was swept. */
export function curveSection({ curves }: RunResult): Section[] {
  if (curves.length === 0) return [];
  const content = joined(curves.map(curveFigure));
  return [{ id: 'curves', short: 'Curves', width: 'full', title: CURVES_TITLE, content }];
}

function dotsOf(curve: Curve, which: (typeof LINES)[number]['of']): Dot[] {
  return curve.points.flatMap((point: CurvePoint) => {
    const [rps, ns] = [point.throughput_rps.estimate, point[which].estimate];
    return point.status !== 'valid' || rps === null || ns === null
      ? []
      : [{ load: point.load, rps, ns, knee: isKnee(curve, point) }];
  });
}

function curveFigure(curve: Curve, index: number): Markup {
  const label = pairTitle(curve);
  const lines = LINES.map((line) => ({ ...line, dots: dotsOf(curve, line.of) }));
  const all = lines.flatMap(({ dots }) => dots);
  const domain = logDomain(
    all.map(({ ns }) => ns),
    1.25,
  );
  const rows = curve.points.map((point) => {
    const [load = '', ...figures] = pointTexts(point);
    return [isKnee(curve, point) ? `${load} (knee)` : load, ...figures];
  });
  const [head, ...heads] = POINT_HEADS;
  const numbers = table(label, [text(head), ...heads.map(number)], rows);
  const sentences = list(curveSentences(curve));
  if (domain === null) return markup`<h3>${label}</h3>\n${sentences}${numbers}`;
  return figure({
    ...{ id: `curve-${index + 1}`, title: label, layout: 'wide' },
    drawings: [sentences, drawCurve(label, lines, domain)],
    legend: legendOf([
      ...LINES.map((line) => ({ sign: sign(line.sign, line.look), word: line.word })),
      ...(curve.knee === null ? [] : [{ sign: markup`○`, word: 'knee' }]),
    ]),
    caption: captionOf(curve),
    table: numbers,
  });
}

function captionOf({ swept, points }: Curve): string {
  const loop =
    swept === 'connections'
      ? 'Closed loop: each connection has one request in flight.'
      : 'Open loop, latency from the time a request was due.';
  const left = points.filter(({ status }) => status !== 'valid').map(({ load }) => load);
  return (
    `${loop} Each point is one load; to the right more is served, upwards it takes longer (logarithmic).` +
    (left.length === 0 ? '' : ` Not drawn, for want of sound figures: ${left.join(', ')}.`)
  );
}

type Line = (typeof LINES)[number] & { readonly dots: readonly Dot[] };

function drawCurve(
  label: string,
  lines: readonly Line[],
  domain: readonly [number, number],
): Markup {
  const most = Math.max(...lines.flatMap(({ dots }) => dots.map(({ rps }) => rps))) * ROOM;
  const xTicks = linearTicks(0, most);
  const yTicks = logTicks(...domain, MOST_TICKS);
  const said = lines.map(
    ({ word, dots }) =>
      `${word} ${dots.map(({ load, rps, ns }) => `${load}: ${formatNs(ns)} at ${formatCount(rps)} req/s`).join(', ')}`,
  );
  return draw({
    ...{ width: WIDTH, height: HEIGHT, margins: MARGINS },
    label: `Latency over throughput of ${label}: ${said.join('; ')}`,
    x: { type: 'linear', domain: [0, most] },
    y: { type: 'log', domain: [...domain] },
    marks: [
      Plot.ruleY(yTicks, { stroke: 'var(--line)' }),
      Plot.axisY({ ticks: yTicks, text: (value: number) => tickText(formatNs(value)), ...AXIS }),
      Plot.axisX({ ticks: xTicks, text: (value: number) => tickText(formatCount(value)), ...AXIS }),
      Plot.text(['requests served per second'], {
        frameAnchor: 'bottom',
        dy: 32,
        text: (word: string) => word,
        fill: 'var(--muted)',
        fontSize: 10.5,
      }),
      ...lines.flatMap(lineMarks),
    ],
  });
}

const AT = { x: ({ rps }: Dot) => rps, y: ({ ns }: Dot) => ns };

/** The loads stand above the upper line alone. */
function lineMarks({ dots, colour, symbol, of }: Line): Mark[] {
  const knees = dots.filter(({ knee }) => knee);
  return [
    Plot.line(dots, { ...AT, stroke: colour, strokeWidth: 2 }),
    Plot.dot(dots, { ...AT, fill: colour, symbol, r: 3.5 }),
    Plot.dot(knees, { ...AT, stroke: 'currentColor', strokeWidth: 1.6, r: KNEE_RADIUS }),
    ...(of === 'p99_ns'
      ? [
          Plot.text(dots, {
            ...AT,
            text: ({ load, knee }: Dot) => (knee ? `${load} knee` : load),
            // Beside the line, which comes from the left below and goes on to the right above.
            textAnchor: 'end',
            dx: -11,
            dy: -7,
            fill: 'currentColor',
            fontSize: 10.5,
          }),
        ]
      : []),
  ];
}
