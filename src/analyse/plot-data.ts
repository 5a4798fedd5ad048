/** What plots show beyond the result: percentile curves, and what went on within windows; bounded in size. */
import type { JudgedPair } from './judge.ts';
import type { Judged } from './judged-passes.ts';
import type { MeasuredOnce, Outcomes } from './outcomes.ts';
import { percentileCurve, type CurvePoint } from './percentile-curve.ts';
import type { Cell } from './result.ts';
import { mergeSeries } from './series.ts';
import { windowTrace, type WindowTrace } from './window-trace.ts';

/** Of one measured window of the throughput pass. */
export interface WindowPlot extends WindowTrace {
  readonly round: number;
  /** The first gate that it does not pass; null: it passes. */
  readonly gate: string | null;
  /** Among those that the figures are made of. */
  readonly counts: boolean;
}

export interface LatencyCurve {
  /** What it was measured under: the second pass at one equal rate, or the load of the first one. */
  readonly load: 'equal rate' | 'as asked';
  /** From low to high; ends where fewer than 10 samples lie beyond. Empty: see `absent`. */
  readonly points: readonly CurvePoint[];
  readonly absent: string | null;
}

export interface PairPlots {
  readonly server: string;
  readonly client: string;
  readonly status: Cell['status'];
  /** In the order of time; of many an even choice. */
  readonly windows: readonly WindowPlot[];
  readonly windows_measured: number;
  readonly curve: LatencyCurve;
}

/** Of the chosen pairs, in the order of the result. */
export interface PlotData {
  readonly pairs: readonly PairPlots[];
}

/** A reader sees no more, whether there were 10 rounds or 1000. */
const MOST_WINDOWS = { of_pair: 24, of_run: 400, of_pair_at_least: 4 };

export function plotDataOf(judged: Judged, outcomes: Outcomes): PlotData {
  const { of_pair, of_run, of_pair_at_least } = MOST_WINDOWS;
  const share = Math.floor(of_run / Math.max(judged.chosen.length, 1));
  const most = Math.min(of_pair, Math.max(of_pair_at_least, share));
  return { pairs: judged.chosen.map((pair) => pairPlots(pair, judged, outcomes, most)) };
}

function pairPlots(pair: JudgedPair, judged: Judged, outcomes: Outcomes, most: number): PairPlots {
  const { server, client, status, selection } = pair;
  const used = new Set(selection.used.map(({ order }) => order));
  const gates = new Map(selection.judged.map(({ window, broken }) => [window.order, broken]));
  const all = outcomes.windowsOf(judged.throughput.pass, pair);
  return {
    server,
    client,
    status,
    windows: evenly(drawable(all, most), most).map(({ round, order, window }) => ({
      round,
      gate: gates.get(order)?.gate ?? null,
      counts: used.has(order),
      ...windowTrace(window),
    })),
    windows_measured: all.length,
    curve: curveOf(pair, judged),
  };
}

/** Where there are more than enough, those with intervals: a long run does not keep all of them. */
function drawable(all: readonly MeasuredOnce[], most: number): readonly MeasuredOnce[] {
  if (all.length <= most) return all;
  const having = all.filter(({ window }) => window.client_run.intervals.length > 0);
  return having.length === 0 ? all : having;
}

/** Of the windows that count, merged. */
function curveOf(pair: JudgedPair, { at_rate }: Judged): LatencyCurve {
  const load = at_rate === null ? 'as asked' : 'equal rate';
  const judged =
    at_rate === null
      ? pair
      : at_rate.pairs.find(
          ({ server, client }) => server === pair.server && client === pair.client,
        );
  if (judged === undefined)
    return { load, points: [], absent: 'it took no part in the pass at equal load' };
  if (judged.status !== 'valid')
    return { load, points: [], absent: judged.reasons[0] ?? `it is ${judged.status}` };
  const points = percentileCurve(mergeSeries(judged.readings.map(({ rtt }) => rtt)));
  return 'absent' in points
    ? { load, points: [], absent: points.absent }
    : { load, points, absent: null };
}

/** The first and the last among them. */
function evenly<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)]).flatMap(
    (item) => (item === undefined ? [] : [item]),
  );
}
