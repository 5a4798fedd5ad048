/** Rows below each other: a name and its value as text, and under them what lies on a common axis. */
import * as Plot from '@observablehq/plot';
import { shorten } from '../text.ts';
import { type Markup, markup } from './markup.ts';
import { draw, type Mark } from './svg.ts';
import { logDomain, logTicks, tickText } from './ticks.ts';

export interface Row {
  readonly name: string;
  /** At the right end. */
  readonly value: string;
}

export interface Axis {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  /** Where one value is special, as a ratio of 1; null: nowhere. */
  readonly line: number | null;
}

const WIDTH = 360;
const ROW_HEIGHT = 36;
const TEXT_AT = 13;
const MARK_AT = 26;
const MARGINS = { top: 2, right: 20, bottom: 20, left: 20 };
const LETTERS_IN_LINE = 54;

/** Height of what is drawn in a row, in the units of the drawing. */
export function rowY(index: number): number {
  return index * ROW_HEIGHT + MARK_AT;
}

export function drawRows(
  rows: readonly Row[],
  axis: Axis,
  marks: readonly Mark[],
  label: string,
): Markup {
  const height = rows.length * ROW_HEIGHT;
  const text = {
    y: (_: Row, index: number) => index * ROW_HEIGHT + TEXT_AT,
    fontSize: 11.5,
  } as const;
  return draw({
    width: WIDTH,
    height: height + MARGINS.top + MARGINS.bottom,
    margins: MARGINS,
    x: { type: axis.type, domain: [...axis.domain] },
    y: { type: 'linear', domain: [0, height], reverse: true },
    label,
    marks: [
      Plot.ruleX(axis.ticks, { stroke: 'var(--line)', y1: 4, y2: height }),
      ...(axis.line === null
        ? []
        : [Plot.ruleX([axis.line], { stroke: 'var(--muted)', strokeDasharray: '3 3' })]),
      Plot.axisX({
        ticks: [...axis.ticks],
        text: (value: number) => tickText(axis.format(value)),
        tickSize: 0,
        tickPadding: 6,
        label: null,
        fontSize: 10.5,
        fill: 'var(--muted)',
      }),
      ...marks,
      Plot.text(rows, {
        ...text,
        text: ({ name, value }: Row) => shorten(name, LETTERS_IN_LINE - value.length),
        frameAnchor: 'left',
        textAnchor: 'start',
        dx: 1 - MARGINS.left,
        fill: 'var(--ink)',
        ...HALO,
      }),
      Plot.text(rows, {
        ...text,
        text: ({ value }: Row) => value,
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: MARGINS.right - 1,
        fill: 'var(--muted)',
        ...HALO,
      }),
    ],
  });
}

/** So that lines of the axis do not go through letters. */
const HALO = { stroke: 'var(--card)', strokeWidth: 3 } as const;

/** From `low` to `high` with its estimate; where one end is not known, the estimate alone. */
export interface Span {
  readonly index: number;
  readonly low: number;
  readonly estimate: number;
  readonly high: number;
}

/** Beside each other; each with a symbol of its own. */
const COLOURS = { first: 'var(--s1)', second: 'var(--s2)', third: 'var(--s5)' } as const;

interface SpanLook {
  readonly colour: keyof typeof COLOURS;
  readonly symbol: 'circle' | 'diamond2' | 'square' | 'triangle';
}

/** Of a legend. */
export function sign(text: string, colour: SpanLook['colour']): Markup {
  return markup`<span class="sign" style="color:${COLOURS[colour]}" aria-hidden="true">${text}</span>`;
}

export function spanMarks(spans: readonly Span[], { colour, symbol }: SpanLook): Mark[] {
  const y = ({ index }: Span): number => rowY(index);
  return [
    Plot.link(spans, {
      x1: ({ low }: Span) => low,
      x2: ({ high }: Span) => high,
      y1: y,
      y2: y,
      stroke: COLOURS[colour],
      strokeWidth: 5,
      strokeOpacity: 0.4,
      strokeLinecap: 'round',
    }),
    Plot.dot(spans, {
      x: ({ estimate }: Span) => estimate,
      y,
      r: 4,
      symbol,
      fill: COLOURS[colour],
      stroke: 'var(--card)',
    }),
  ];
}

export function spanOf(
  { estimate, low, high }: { estimate: number | null; low: number | null; high: number | null },
  index: number,
): Span[] {
  if (estimate === null || estimate <= 0) return [];
  return [{ index, estimate, low: low ?? estimate, high: high ?? estimate }];
}

/** Over all that is known. */
export function logAxis(spans: readonly Span[], format: Axis['format']): Axis {
  const [low, high] = logDomain(spans.flatMap((span) => [span.low, span.high])) ?? [1, 10];
  return { type: 'log', domain: [low, high], ticks: logTicks(low, high), format, line: null };
}
