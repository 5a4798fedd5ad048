/** Events of a whole run of 20 requests, and the same with something changed. */
import { readFileSync } from 'node:fs';

/** What stub-client prints by itself; its server counts 20 orders. */
export const EVENTS = readFileSync(
  'tests/fixtures/services/clients/stub-client/events.jsonl',
  'utf8',
);

/** One more line before the window begins. */
export function withLine(line: string): string {
  return EVENTS.replace('{"event":"measuring"}\n', `${line}\n{"event":"measuring"}\n`);
}

/** The first line that `withLine` adds, counted from 1. */
export const ADDED_LINE = 3;

interface Series {
  readonly count: number;
  readonly sum: number | string;
  readonly min: number | null;
  readonly max: number | null;
  readonly over_range?: number;
  readonly negative?: number;
  readonly histogram: readonly (readonly [number, number])[] | string;
}

/** Other round trips in the result. */
export function withRoundTrips(series: Series): string {
  const text = JSON.stringify({ over_range: 0, negative: 0, ...series });
  return EVENTS.replace(
    /"rtt_ns":\{.*?\},"server_latency_ns"/,
    `"rtt_ns":${text},"server_latency_ns"`,
  );
}
