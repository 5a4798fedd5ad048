/** What plots show of a run that never took place, as much of it as there may be. */
import type { PairPlots, PlotData, WindowPlot } from '../../../src/analyse/plot-data.ts';
import type { Cell, RunResult } from '../../../src/analyse/result.ts';

/** As many as `plotDataOf` gives at most. */
const WINDOWS = { of_pair: 24, of_run: 400, of_pair_at_least: 4 };
const POINTS = { warmup: 6, window: 20, usage: 7 };
const CURVE_STEPS = 41;
const LEFT_OUT = { gate: 'slow_state', counts: false };
const KEPT = { gate: null, counts: true };

export function plotsOf({ cells }: RunResult): PlotData {
  const share = Math.floor(WINDOWS.of_run / cells.length);
  const windows = Math.min(WINDOWS.of_pair, Math.max(WINDOWS.of_pair_at_least, share));
  return { pairs: cells.map((cell) => pairOf(cell, windows)) };
}

function pairOf(cell: Cell, windows: number): PairPlots {
  const { server, client, status } = cell;
  const rps = cell.throughput_rps.estimate ?? cell.throughput_rps.rounds[0]?.rps ?? 1000;
  const isValid = status === 'valid';
  return {
    ...{ server, client, status },
    windows: steps(windows).map((index) => windowOf(rps, index)),
    windows_measured: 1000,
    curve: {
      load: 'equal rate',
      points: isValid ? steps(CURVE_STEPS).map((step) => pointAt(step, rps)) : [],
      absent: isValid ? null : `it is ${status}`,
    },
  };
}

function pointAt(step: number, rps: number): { q: number; ns: number } {
  const q = Number((1 - 10 ** (-step / 8)).toFixed(9));
  return { q, ns: Math.round((1e9 / rps) * (2 + step ** 1.7)) };
}

function windowOf(rps: number, index: number): WindowPlot {
  const at = (point: number): number =>
    Number((rps * (1 + 0.05 * Math.sin(7 * point + index))).toPrecision(5));
  return {
    round: index + 1,
    ...(index % 5 === 3 ? LEFT_OUT : KEPT),
    rps: at(0),
    window_s: 5,
    warmup: steps(POINTS.warmup).map((point) => ({ end_s: (point + 1) / 6, rps: at(point) })),
    window: steps(POINTS.window).map((point) => ({ end_s: (point + 1) / 4, rps: at(point) })),
    usage: steps(POINTS.usage).map((point) => ({
      at_s: Number(((5 * point) / (POINTS.usage - 1)).toFixed(3)),
      client_rss_bytes: 21_000_000 + 40_960 * point + 4096 * index,
      server_rss_bytes: 41_000_000 + 8192 * (point % 3),
      client_fds: 112,
      server_fds: 118,
    })),
  };
}

function steps(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
