/** What a client prints that measured these round trips; `$SETTINGS` and `$PID` are filled in by the stub. */
import type { Latencies } from '../../src/measure/client-events.ts';
import { latencies } from '../analyse/window-fixture.ts';

type Pairs = readonly (readonly [value_ns: number, count: number])[];

export interface ToldRun {
  readonly rtt: Pairs;
  readonly window_ns?: number;
  readonly errors?: Readonly<Record<string, unknown>>;
  readonly connections?: number;
  /** In the place of what follows from the round trips. */
  readonly sum?: number;
  readonly max?: number;
}

function changed(of: Latencies, { sum, max }: ToldRun): Latencies {
  return { ...of, sum: sum ?? of.sum, max: max ?? of.max };
}

/** Lines of the events, by their names. */
export function toldLines(told: ToldRun) {
  const { rtt, window_ns = 100_000_000, errors = {}, connections = 1 } = told;
  const completed = rtt.reduce((sum, [, count]) => sum + count, 0);
  const counts = Object.values(errors).filter((count) => typeof count === 'number');
  const failed = counts.reduce((sum, count) => sum + count, 0);
  const failure_rtt_ns = { count: failed, sum: failed * 1000, max: failed > 0 ? 1000 : 0 };
  const end = { elapsed_ns: window_ns, completed, errors: failed };
  return {
    hello:
      '{"event":"hello","schema":"pairbench.client/1","name":"told","pid":$PID,"versions":{},"settings":$SETTINGS}',
    connected: JSON.stringify({ event: 'connected', connections, elapsed_ns: 1_000_000 }),
    measuring: '{"event":"measuring"}',
    interval: JSON.stringify({ event: 'interval', phase: 'window', ...end }),
    window_end: JSON.stringify({ event: 'window_end', ...end }),
    result: JSON.stringify({
      ...{ event: 'result', window_ns, requests: { warmup: 0, window: completed, drained: 0 } },
      rtt_ns: changed(latencies(rtt), told),
      server_latency_ns: latencies(completed === 0 ? [] : [[50_000, completed]]),
      ...{ errors, errors_outside_window: {}, failure_rtt_ns },
      ...{ connections_opened: connections, open_loop: null },
    }),
  };
}

export function toldText(lines: Readonly<Record<string, string>>): string {
  return Object.values(lines)
    .map((line) => `${line}\n`)
    .join('');
}
