/** A run as a client tells it, valid from its first event to its last. */
import { encoded, latencies } from '../tests/analyse/window-fixture.ts';

const PAIRS = [
  [4_900_000, 10],
  [5_000_000, 10],
] as const;

const HELLO = {
  event: 'hello',
  schema: 'pairbench.client/1',
  name: 'go-nethttp',
  pid: 4712,
  versions: { go: '1.26' },
  settings: {
    url: 'http://127.0.0.1:8000',
    connections: 100,
    threads: 1,
    warmup_ms: 500,
    duration_ms: 2000,
    requests: null,
    rate_per_s: null,
    payload_bytes: 200,
    timeout_ms: 30_000,
    keep_alive: true,
  },
};

const BEGINNING = [
  HELLO,
  { event: 'connected', connections: 100, elapsed_ns: 5_123_456 },
  { event: 'interval', phase: 'warmup', elapsed_ns: 100_012_345, completed: 5012, errors: 0 },
  { event: 'measuring' },
  { event: 'interval', phase: 'window', elapsed_ns: 100_034_567, completed: 20, errors: 0 },
  { event: 'window_end', elapsed_ns: 2_000_123_456, completed: 20, errors: 0 },
];

const COUNTED = {
  event: 'result',
  window_ns: 2_000_123_456,
  requests: { warmup: 5012, window: 20, drained: 0 },
  errors: { refused: 1, http_status: { 503: 12 } },
  errors_outside_window: {},
};

export const EVENTS: readonly unknown[] = [
  ...BEGINNING,
  {
    ...COUNTED,
    rtt_ns: latencies(PAIRS),
    server_latency_ns: { ...latencies(PAIRS), histogram: encoded(PAIRS), sum: '99000000' },
    failure_rtt_ns: { count: 0, sum: 0, max: 0 },
    connections_opened: 100,
    open_loop: { rate_per_s: 500.5, due: 20, unsent: 0, send_delay_ns: latencies(PAIRS) },
  },
];

export const LOAD_ONLY_EVENTS: readonly unknown[] = [
  ...BEGINNING,
  {
    ...COUNTED,
    ...{ rtt_ns: null, server_latency_ns: null, failure_rtt_ns: null },
    ...{ connections_opened: null, open_loop: null },
  },
];
