/** One measured window, with its histograms decoded and its failures counted. */
import type { ClientErrors, StoredLatencies } from '../measure/client-events.ts';
import type { MeasuredWindow } from '../measure/facts.ts';
import { absentSeries, readSeries, type Series } from './series.ts';

export type Failures = Readonly<Record<string, number>>;

export interface Reading {
  readonly round: number;
  readonly client: string;
  readonly window: MeasuredWindow;
  /** Successful requests completed in the window, per second. */
  readonly rps: number;
  readonly rtt: Series;
  readonly server_latency: Series;
  /** Open loop only. */
  readonly send_delay: Series | null;
  readonly failures_in_window: Failures;
  readonly failures_outside: Failures;
}

export function readWindow(round: number, client: string, window: MeasuredWindow): Reading {
  const { result } = window.client_run;
  const seriesOf = (latencies: StoredLatencies | null): Series =>
    latencies === null ? absentSeries(loadOnlyReason(client)) : readSeries(latencies);
  return {
    round,
    client,
    window,
    rps: result.requests.window / (result.window_ns / 1e9),
    rtt: seriesOf(result.rtt_ns),
    server_latency: seriesOf(result.server_latency_ns),
    send_delay: result.open_loop === null ? null : readSeries(result.open_loop.send_delay_ns),
    failures_in_window: failuresByKind(result.errors),
    failures_outside: failuresByKind(result.errors_outside_window),
  };
}

/** Why a load-only client has no latencies, and some checks cannot be made of it. */
export function loadOnlyReason(client: string): string {
  return `${client} is load-only: it gives throughput only`;
}

/** Successful requests of warm-up, window and drain: what the server must have counted. */
export function allSuccessful(reading: Reading): number {
  const { warmup, window, drained } = reading.window.client_run.result.requests;
  return warmup + window + drained;
}

export function mergeFailures(parts: readonly Failures[]): Record<string, number> {
  const merged: Record<string, number> = {};
  for (const part of parts) {
    for (const [kind, count] of Object.entries(part)) merged[kind] = (merged[kind] ?? 0) + count;
  }
  return merged;
}

export function countFailures(failures: Failures): number {
  return Object.values(failures).reduce((sum, count) => sum + count, 0);
}

function failuresByKind({ http_status: byStatus = {}, ...kinds }: ClientErrors): Failures {
  const failures: Record<string, number> = {};
  for (const [kind, count = 0] of Object.entries(kinds)) {
    if (count > 0) failures[kind] = count;
  }
  for (const [status, count] of Object.entries(byStatus)) {
    if (count > 0) failures[`http_${status}`] = count;
  }
  return failures;
}
