/** Checks of one client's run that hold in every scenario: its books against what the server recorded. */
import type { ClientErrors, ClientRun, Latencies } from '../client-events.ts';
import { different } from './problem-text.ts';
import type { Traffic } from './traffic.ts';

/** Failures by kind; HTTP status codes appear as `http_status 503`. */
export type FailureCounts = Readonly<Record<string, number>>;

export function failuresByKind(...parts: readonly ClientErrors[]): FailureCounts {
  const counts: Record<string, number> = {};
  const add = (kind: string, count: number | undefined) => {
    counts[kind] = (counts[kind] ?? 0) + (count ?? 0);
  };
  for (const { http_status, ...kinds } of parts) {
    Object.entries(kinds).forEach(([kind, count]) => {
      add(kind, count);
    });
    Object.entries(http_status ?? {}).forEach(([code, count]) => {
      add(`http_status ${code}`, count);
    });
  }
  return counts;
}

export function total(counts: FailureCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function accountProblems(run: ClientRun, traffic: Traffic): string[] {
  const { requests, rtt_ns, server_latency_ns, open_loop, errors } = run.result;
  const succeeded = requests.warmup + requests.window + requests.drained;
  return [
    ...different(
      'result.requests, warmup + window + drained, against orders answered rightly',
      traffic.answered('right').length,
      succeeded,
    ),
    ...different('window_end.completed', requests.window, run.window_end.completed),
    ...different('window_end.errors', total(failuresByKind(errors)), run.window_end.errors),
    ...intervalProblems(run),
    ...latencyProblems('result.rtt_ns', rtt_ns, requests.window),
    ...latencyProblems('result.server_latency_ns', server_latency_ns, requests.window),
    ...(open_loop === null
      ? []
      : latencyProblems(
          'result.open_loop.send_delay_ns',
          open_loop.send_delay_ns,
          requests.window,
        )),
    ...serverLatencyProblems(server_latency_ns, traffic),
    ...failureLatencyProblems(run),
    ...different(
      'result.connections_opened, against connections accepted',
      traffic.connections.length,
      run.result.connections_opened,
    ),
  ];
}

/** Intervals end before their phase does, so they may count less than the phase, never more. */
function intervalProblems({ intervals, result: { requests } }: ClientRun): string[] {
  return (['warmup', 'window'] as const).flatMap((phase) => {
    const own = intervals.filter((interval) => interval.phase === phase);
    const completed = own.reduce((sum, interval) => sum + interval.completed, 0);
    return completed <= requests[phase]
      ? []
      : [
          `intervals of the ${phase}: expected at most ${requests[phase]} completed, got ${completed}`,
        ];
  });
}

function latencyProblems(name: string, latencies: Latencies, requests: number): string[] {
  const { count, sum, min, max, over_range, negative, histogram } = latencies;
  const problems: string[] = [
    ...different(`${name}, count + over_range + negative`, requests, count + over_range + negative),
  ];
  if (typeof histogram !== 'string') {
    const recorded = histogram.reduce((counted, [, times]) => counted + times, 0);
    problems.push(...different(`${name}, values in the histogram`, count, recorded));
  }
  if (count === 0) {
    return problems;
  }
  if (min === null || max === null) {
    return [...problems, `${name}: min and max must be numbers when count is ${count}`];
  }
  const [n, s] = [BigInt(count), BigInt(sum)];
  if (s < BigInt(min) * n || s > BigInt(max) * n) {
    problems.push(
      `${name}: the mean of ${sum} / ${count} is not between min ${min} and max ${max}`,
    );
  }
  return problems;
}

/** `server_latency_ns` is what the server answered, so its extremes are among the answers. */
function serverLatencyProblems({ min, max }: Latencies, traffic: Traffic): string[] {
  const answered = new Set(traffic.answered('right').map((order) => order.answer?.latency_ns));
  return [min, max]
    .filter((value) => value !== null && !answered.has(BigInt(value)))
    .map(
      (value) => `result.server_latency_ns: the server never answered latency_ns ${String(value)}`,
    );
}

function failureLatencyProblems({ result }: ClientRun): string[] {
  const { count } = result.failure_rtt_ns;
  const inside = total(failuresByKind(result.errors));
  const all = total(failuresByKind(result.errors, result.errors_outside_window));
  return count >= inside && count <= all
    ? []
    : [`result.failure_rtt_ns.count: expected ${inside} to ${all} failures, got ${count}`];
}
