/** The curves of a sweep: a block for each pair, its loads below each other, the knee marked. */
import type { ChalkInstance } from 'chalk';
import type { RunResult } from '../analyse/result.ts';
import type { Curve, CurvePoint } from '../analyse/sweep/schema.ts';
import { formatCount, formatCountEstimate, formatNsEstimate } from './format.ts';
import { padEnd, padStart, shorten, wrap, wrapHanging } from './text.ts';
import { listed, pairInWords, pairName } from './wording.ts';

export const CURVES_TITLE = 'Latency over throughput';

const LOAD_WIDTH = 10;
const FIGURE_WIDTH = 20;
const GAP = '  ';
const KNEE_MARK = '> ';
const MOST_NAMED = 3;

export const POINT_HEADS = ['load', 'req/s (95 %)', 'P50 (95 %)', 'P99 (95 %)'] as const;

function sentenceOf({ sentence }: Curve): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`;
}

export function isKnee({ knee, points }: Curve, point: CurvePoint): boolean {
  return knee !== null && points[knee.point] === point;
}

/** What stands behind the load, in the order of the heads; words where there are no figures. */
export function pointTexts({ load, status, throughput_rps, p50_ns, p99_ns }: CurvePoint): string[] {
  switch (status) {
    case 'valid':
      return [
        load,
        formatCountEstimate(throughput_rps),
        formatNsEstimate(p50_ns),
        formatNsEstimate(p99_ns),
      ];
    case 'overloaded':
      return [load, formatCountEstimate(throughput_rps), status, ''];
    case 'invalid':
    case 'failed':
    case 'skipped':
      return [load, status, '', ''];
  }
}

/** The sentences of a curve; the maximum that shares are of is told first. */
export function curveSentences(curve: Curve): string[] {
  const { maximum_rps, reasons } = curve;
  return [
    ...(maximum_rps === null
      ? []
      : [`100% is ${formatCount(maximum_rps)} req/s, measured first in a closed loop.`]),
    sentenceOf(curve),
    ...reasons.map((reason) => `! ${reason}`),
  ];
}

/** Null: nothing was swept. */
export function curvesHeadline({ curves }: RunResult): string | null {
  const [first] = curves;
  if (first === undefined) return null;
  if (curves.length === 1) return `${pairInWords(pairName(first))}: ${first.sentence}.`;
  const without = curves.filter(({ knee }) => knee === null);
  const some = `${curves.length - without.length} of ${curves.length} curves have a knee`;
  if (without.length === 0 || without.length === curves.length) return `${some}.`;
  const names = without.map((curve) => pairInWords(pairName(curve)));
  return `${some}, not so ${listed(names, MOST_NAMED)}.`;
}

function line(mark: string, [load = '', ...figures]: readonly string[]): string {
  const columns = figures.map((text) => GAP + padStart(text, FIGURE_WIDTH));
  return (mark + padEnd(shorten(load, LOAD_WIDTH), LOAD_WIDTH) + columns.join('')).trimEnd();
}

function block(curve: Curve, width: number, palette: ChalkInstance): string[] {
  return [
    ...wrap(pairInWords(pairName(curve)), width).map((text) => palette.bold(text)),
    palette.dim(line(GAP, POINT_HEADS)),
    ...curve.points.map((point) => {
      const text = line(isKnee(curve, point) ? KNEE_MARK : GAP, pointTexts(point));
      if (isKnee(curve, point)) return palette.bold(text);
      return point.status === 'valid' ? text : palette.yellow(text);
    }),
    ...curveSentences(curve).flatMap((text) => wrapHanging(text, width)),
  ];
}

export function renderCurves(
  { curves }: RunResult,
  width: number,
  palette: ChalkInstance,
): string[] {
  return curves.flatMap((curve, index) => [
    ...(index === 0 ? [] : ['']),
    ...block(curve, width, palette),
  ]);
}
