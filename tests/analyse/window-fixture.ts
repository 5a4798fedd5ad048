/** A measured window, made so that Little's law and all counts hold. */
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import type { ClientRun, Latencies } from '../../src/measure/client-events.ts';
import type { MachineSample, MeasuredWindow, Usage } from '../../src/measure/facts.ts';
import type { ServiceFacts, Settings } from '../../src/plan/facts.ts';

/** Share of the requests at each multiple of the mean; the multiples average to 1. */
const SHAPE = [
  { share: 0.7, multiple: 0.85 },
  { share: 0.24, multiple: 1.25 },
  { share: 0.045, multiple: 1.6 },
  { share: 0.015, multiple: 2.2 },
];

/** Of a client that is not load-only. */
export type OrdinaryWindow = Omit<MeasuredWindow, 'client_run'> & { client_run: ClientRun };

/** Latencies in the form of the contract, their exact figures worked out from the pairs. */
export function latencies(pairs: readonly (readonly [number, number])[]): Latencies {
  const values = pairs.flatMap(([value, count]) => (count > 0 ? [value] : []));
  return {
    count: pairs.reduce((sum, [, count]) => sum + count, 0),
    sum: pairs.reduce((sum, [value, count]) => sum + value * count, 0),
    min: values.length === 0 ? null : Math.min(...values),
    max: values.length === 0 ? null : Math.max(...values),
    over_range: 0,
    negative: 0,
    histogram: pairs.map(([value, count]) => [value, count]),
  };
}

export function encoded(pairs: readonly (readonly [number, number])[]): string {
  const histogram = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 60e9,
    numberOfSignificantValueDigits: 3,
  });
  for (const [value_ns, count] of pairs)
    if (count > 0) histogram.recordValueWithCount(value_ns, count);
  return encodeIntoCompressedBase64(histogram);
}

/** `requests` round trips on `connections` that were all busy for the whole window. */
function busyPairs(requests: number, connections: number, window_ns: number): [number, number][] {
  const mean_ns = (0.99 * connections * window_ns) / requests;
  const tail = SHAPE.slice(1).map(({ share, multiple }): [number, number] => [
    Math.round(multiple * mean_ns),
    Math.round(share * requests),
  ]);
  const inTail = tail.reduce((sum, [, count]) => sum + count, 0);
  return [[Math.round(0.85 * mean_ns), requests - inTail], ...tail];
}

/** As a window looks that a stall of the machine made longer at its end: too many requests were under way. */
export function stallWindow({ client_run }: MeasuredWindow): void {
  const { requests, window_ns } = client_run.result;
  const { connections } = client_run.hello.settings;
  client_run.result.rtt_ns = latencies(busyPairs(requests.window, 1.2 * connections, window_ns));
}

export function windowOf(
  client: ServiceFacts,
  limit_rps: number,
  settings: Settings,
): OrdinaryWindow {
  const rps = settings.rate_per_s ?? limit_rps;
  const window_ns =
    settings.duration_ms === null
      ? Math.round(((settings.requests ?? 0) / rps) * 1e9)
      : settings.duration_ms * 1e6 + 123_456;
  const ok = settings.requests ?? Math.round((rps * window_ns) / 1e9);
  const warmup = Math.round((rps * settings.warmup_ms) / 1000);
  const all = warmup + ok + settings.connections;
  const opened = settings.keep_alive ? settings.connections : all;
  const busy = settings.rate_per_s === null ? settings.connections : 2;
  const pairs = busyPairs(ok, busy, window_ns);
  const rtt = latencies(pairs);
  const isEncoded = client.language !== 'python';
  return {
    client_run: {
      hello: {
        event: 'hello',
        schema: 'pairbench.client/1',
        name: client.name,
        pid: 4712,
        versions: {},
        settings: { ...withoutRounds(settings), url: 'http://127.0.0.1:40001' },
      },
      connected: {
        event: 'connected',
        connections: settings.keep_alive ? settings.connections : 0,
        elapsed_ns: 5_000_000,
      },
      intervals: [],
      window_end: { event: 'window_end', elapsed_ns: window_ns, completed: ok, errors: 0 },
      result: {
        event: 'result',
        window_ns,
        requests: { warmup, window: ok, drained: settings.connections },
        rtt_ns: isEncoded ? { ...rtt, histogram: encoded(pairs) } : rtt,
        server_latency_ns: latencies([[60_000, ok]]),
        errors: {},
        errors_outside_window: {},
        failure_rtt_ns: { count: 0, sum: 0, max: 0 },
        connections_opened: opened,
        open_loop:
          settings.rate_per_s === null
            ? null
            : {
                rate_per_s: settings.rate_per_s,
                due: ok,
                unsent: 0,
                send_delay_ns: latencies([[20_000, ok]]),
              },
      },
    },
    server_counted: { orders: all, connections: opened },
    usage: {
      client: usage(window_ns, 0.97, 24e6, settings.connections),
      server: usage(window_ns, 0.81, 41e6, settings.connections),
    },
    machine: moments(window_ns).map(machineAt),
    busy_by: 'tasks',
    foreign_cpus: 0.02,
    steal_cpus: 0,
    throttled_cpus: 0,
    tool: {
      cpus: 0.01,
      rss_bytes: 90_000_000,
      samples: moments(window_ns).map((elapsed_ns) => ({
        ...{ elapsed_ns, rss_bytes: 90_000_000, fds: 40, sockets: 3 },
      })),
    },
  };
}

function withoutRounds({
  connections,
  threads,
  warmup_ms,
  duration_ms,
  requests,
  rate_per_s,
  payload_bytes,
  timeout_ms,
  keep_alive,
}: Settings): Omit<MeasuredWindow['client_run']['hello']['settings'], 'url'> {
  return {
    connections,
    threads,
    warmup_ms,
    duration_ms,
    requests,
    rate_per_s,
    payload_bytes,
    timeout_ms,
    keep_alive,
  };
}

const SECOND_NS = 1e9;

/** Both ends of a window, and each second between. */
function moments(window_ns: number): number[] {
  const seconds = Array.from(
    { length: Math.ceil(window_ns / SECOND_NS) },
    (_, index) => index * SECOND_NS,
  );
  return [...seconds, window_ns];
}

function usage(window_ns: number, busy: number, rss: number, connections: number): Usage {
  return {
    cpu_ns: Math.round(window_ns * busy),
    elapsed_ns: window_ns + 80_000,
    cpus: 1,
    peak_rss_bytes: rss,
    samples: moments(window_ns).map((elapsed_ns) => ({
      elapsed_ns,
      cpu_ns: Math.round(elapsed_ns * busy),
      rss_bytes: rss,
      fds: connections + 12,
      sockets: connections + 2,
      voluntary_switches: Math.round(elapsed_ns / 80_000),
      involuntary_switches: Math.round(elapsed_ns / 5e6),
      disk_read_bytes: 0,
      disk_write_bytes: Math.round(elapsed_ns / 1e5),
    })),
  };
}

/** Of a machine on which the two sides, and others with 2 % of a CPU, are all that runs. */
function machineAt(elapsed_ns: number): MachineSample {
  return {
    elapsed_ns,
    busy_ns: Math.round(elapsed_ns * (0.97 + 0.81 + 0.02)),
    steal_ns: 0,
    memory_available_bytes: 5e9,
    disk_read_bytes: 0,
    disk_write_bytes: Math.round(elapsed_ns / 1e4),
    tcp_sockets: 230,
    time_wait_sockets: 3,
  };
}
