// Adds up the results of two threads that worked in the same window.
import { mergeDistributions } from './distribution.mjs';
import { mergeCounts } from './failures.mjs';

export function addResults(a, b) {
  return {
    event: 'result',
    // A thread that found the last request taken ended its window a moment after the true end.
    window_ns: Math.min(a.window_ns, b.window_ns),
    requests: mergeCounts(a.requests, b.requests),
    rtt_ns: mergeDistributions(a.rtt_ns, b.rtt_ns),
    server_latency_ns: mergeDistributions(a.server_latency_ns, b.server_latency_ns),
    errors: mergeCounts(a.errors, b.errors),
    errors_outside_window: mergeCounts(a.errors_outside_window, b.errors_outside_window),
    failure_rtt_ns: {
      count: a.failure_rtt_ns.count + b.failure_rtt_ns.count,
      sum: a.failure_rtt_ns.sum + b.failure_rtt_ns.sum,
      max: Math.max(a.failure_rtt_ns.max, b.failure_rtt_ns.max),
    },
    connections_opened: a.connections_opened + b.connections_opened,
    open_loop: a.open_loop && addOpenLoops(a.open_loop, b.open_loop),
  };
}

function addOpenLoops(a, b) {
  return {
    rate_per_s: a.rate_per_s,
    due: a.due + b.due,
    unsent: a.unsent + b.unsent,
    send_delay_ns: mergeDistributions(a.send_delay_ns, b.send_delay_ns),
  };
}
