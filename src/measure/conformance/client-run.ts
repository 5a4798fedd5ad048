/** Turns what a client printed into one run, and says where the order of its events is wrong. */
import type { ClientEvent, ClientRun } from '../client-events.ts';

/** How a client's process went. */
export interface ClientOutcome {
  readonly events: readonly ClientEvent[];
  /** Null: ended by a signal. */
  readonly exitCode: number | null;
  readonly stderrTail: string;
  /** Lines on stdout that are not events of the schema. */
  readonly badLines?: readonly string[];
}

/**
 * Starts the client with these words, which hold the URL already, and waits for its end. It bounds
 * the client's time; a client that it had to kill has the exit code null.
 */
export type RunClient = (args: readonly string[], url: string) => Promise<ClientOutcome>;

const ORDER = /^hello connected( interval:warmup)* measuring( interval:window)* window_end result$/;

/** Null: the events are not those of a complete run. */
export function readRun(events: readonly ClientEvent[]): ClientRun | null {
  const hello = events.find((event) => event.event === 'hello');
  const connected = events.find((event) => event.event === 'connected');
  const window_end = events.find((event) => event.event === 'window_end');
  const result = events.find((event) => event.event === 'result');
  const in_order = ORDER.test(events.map(eventName).join(' '));
  if (!in_order || !hello || !connected || !window_end || !result) {
    return null;
  }
  const intervals = events
    .filter((event) => event.event === 'interval')
    .map(({ phase, elapsed_ns, completed, errors }) => ({ phase, elapsed_ns, completed, errors }));
  return { hello, connected, intervals, window_end, result };
}

/** The names of events in their order, repeated ones once: `hello, connected, interval:warmup x3`. */
export function eventNames(events: readonly ClientEvent[]): string {
  const runs: { name: string; times: number }[] = [];
  for (const name of events.map(eventName)) {
    const last = runs.at(-1);
    if (last?.name === name) {
      last.times += 1;
    } else {
      runs.push({ name, times: 1 });
    }
  }
  return runs.map(({ name, times }) => (times > 1 ? `${name} x${times}` : name)).join(', ');
}

function eventName(event: ClientEvent): string {
  return event.event === 'interval' ? `interval:${event.phase}` : event.event;
}
