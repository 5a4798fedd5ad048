/** The windows of a pair one after another on one axis of time, each with the warm-up before it. */
import * as Plot from '@observablehq/plot';
import type { PairPlots, WindowPlot } from '../../analyse/plot-data.ts';
import type { Markup } from './markup.ts';
import { draw, type Mark } from './svg.ts';
import { linearTicks, tickText } from './ticks.ts';

export interface Stretch {
  readonly window: WindowPlot;
  /** Where its warm-up, its window and the next one begin. */
  readonly from_s: number;
  readonly begin_s: number;
  readonly end_s: number;
}

const WIDTH = 360;
const HEIGHT = 128;
const MARGINS = { top: 14, right: 6, bottom: 18, left: 48 };
/** Between two windows, as a share of the first. */
const GAP = 0.08;
/** Rounds are named where there is room for it. */
const MOST_NAMES = 16;
const ROOM_ABOVE = 1.12;

export type Phases = 'with warm-up' | 'window only';

export function timelineOf({ windows }: PairPlots, phases: Phases): Stretch[] {
  let at_s = 0;
  return windows.map((window) => {
    const warmup_s = phases === 'window only' ? 0 : (window.warmup.at(-1)?.end_s ?? 0);
    const stretch = {
      window,
      from_s: at_s,
      begin_s: at_s + warmup_s,
      end_s: at_s + warmup_s + window.window_s,
    };
    at_s = stretch.end_s + GAP * window.window_s;
    return stretch;
  });
}

export function drawTimeline(
  stretches: readonly Stretch[],
  highest: number,
  format: (value: number) => string,
  marks: readonly Mark[],
  label: string,
): Markup {
  const top = (highest > 0 ? highest : 1) * ROOM_ABOVE;
  const ticks = linearTicks(0, top, 3);
  const every = Math.ceil(stretches.length / MOST_NAMES);
  const named = stretches.filter((_, index) => index % every === 0);
  return draw({
    ...{ width: WIDTH, height: HEIGHT, margins: MARGINS, label },
    x: { type: 'linear', domain: [0, stretches.at(-1)?.end_s ?? 1] },
    y: { type: 'linear', domain: [0, top] },
    marks: [
      Plot.rect(
        stretches.filter(({ from_s, begin_s }) => begin_s > from_s),
        {
          x1: ({ from_s }: Stretch) => from_s,
          x2: ({ begin_s }: Stretch) => begin_s,
          y1: 0,
          y2: top,
          fill: 'var(--shade)',
        },
      ),
      Plot.ruleY(ticks, { stroke: 'var(--line)' }),
      Plot.axisY({
        ticks,
        text: (value: number) => (value === 0 ? '0' : tickText(format(value))),
        ...AXIS,
      }),
      ...marks,
      Plot.text(named, {
        x: middle,
        frameAnchor: 'bottom',
        dy: 13,
        text: ({ window }: Stretch) => String(window.round),
        fontSize: 10,
        fill: 'var(--muted)',
      }),
      Plot.text(stretches, {
        x: middle,
        frameAnchor: 'top',
        dy: -2,
        lineAnchor: 'bottom',
        text: ({ window }: Stretch) => signOf(window),
        fontSize: 10,
        fill: 'var(--ink)',
      }),
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

function middle({ begin_s, end_s }: Stretch): number {
  return (begin_s + end_s) / 2;
}

export const LEFT_OUT = '✗';
export const DISTURBED_SIGN = '~';

/** Nothing where all is well. */
function signOf({ counts, gate }: WindowPlot): string {
  if (!counts) return LEFT_OUT;
  return gate === null ? '' : DISTURBED_SIGN;
}

export function signMeaning({ counts, gate }: WindowPlot): string {
  if (!counts) return `${LEFT_OUT} left out: ${gate ?? 'not needed'}`;
  return gate === null ? '' : `${DISTURBED_SIGN} counts, though disturbed: ${gate}`;
}
