/** Moments of a window that never took place. */
import type { Moment } from '../../src/measure/sampled-window.ts';
import type { UsageSnapshot } from '../../src/runtime/runtime.ts';

const START_NS = 7e9;

function snapshot(at_ns: number, cpu_ns: number | null): UsageSnapshot {
  return {
    at_ns,
    cpu_ns,
    rss_bytes: 40e6,
    peak_rss_bytes: 41e6,
    fds: 20,
    sockets: 12,
    voluntary_switches: 1000 + Math.round(at_ns / 1e6),
    involuntary_switches: 50,
    disk_read_bytes: null,
    disk_write_bytes: 4096,
  };
}

/** After `ms` of a window in which the client used all of a CPU, the server half of one. */
export function moment(ms: number): Moment {
  const at_ns = START_NS + ms * 1e6;
  return {
    at_ns,
    machine_cpu: { busy_ns: 9e9 + ms * 1.75e6, steal_ns: 3e9 + ms * 1e5, busy_by: 'tasks' },
    machine: {
      memory_available_bytes: 5e9,
      disk_read_bytes: 100,
      disk_write_bytes: 200 + ms,
      tcp_sockets: 24,
      time_wait_sockets: 0,
    },
    throttled_ns: 5e6 + ms * 1000,
    tool: { cpu_ns: 1e9 + ms * 1e4, rss_bytes: 90e6, fds: 30, sockets: 4 },
    client: snapshot(at_ns + 1000, 3e9 + ms * 1e6),
    server: snapshot(at_ns + 2000, 4e9 + ms * 5e5),
  };
}
