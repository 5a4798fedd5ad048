/** What measuring costs each client, beside what a request costs it. */
import { median } from 'simple-statistics';
import { atMost, isMet } from '../table.ts';
import type { BenchLine } from './bench-line.ts';

/** One round: the micro-benchmark, and behind it a window against the reference server. */
export interface InstrumentRound {
  readonly bench: BenchLine;
  readonly client_us: number;
}

export interface InstrumentRow {
  readonly client: string;
  /** CPU time of one request's measuring: median, least and most over all repeats. */
  readonly instrument_ns: number;
  readonly range_ns: readonly [number, number];
  /** The median of the part that comes after the window, and is not in `client_us`. */
  readonly after_window_ns: number;
  /** CPU time of the client for one request, measuring included: median over the rounds. */
  readonly client_us: number;
  readonly share_percent: number;
  readonly met: boolean;
}

export const MOST_PERCENT = 1;

/** The share is taken round by round, since a machine is now faster and now slower, and is their median. */
export function instrumentRow(client: string, rounds: readonly InstrumentRound[]): InstrumentRow {
  const all = rounds.flatMap(({ bench }) => bench.ns_per_request);
  const after = rounds.flatMap(({ bench }) => bench.after_window_ns_per_request ?? [0]);
  const share_percent = median(
    rounds.map(({ bench, client_us }) => (median(bench.ns_per_request) / (client_us * 1000)) * 100),
  );
  return {
    client,
    instrument_ns: median(all),
    range_ns: [Math.min(...all), Math.max(...all)],
    after_window_ns: median(after),
    client_us: median(rounds.map(({ client_us }) => client_us)),
    share_percent,
    met: isMet(share_percent, atMost(MOST_PERCENT)),
  };
}
