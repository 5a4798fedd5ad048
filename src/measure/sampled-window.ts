/** Turns what was read at the moments of a window into the facts of that window. */
import type { MachineCpuTimes } from '../host/cpu-times.ts';
import type { MachineState } from '../host/machine-state.ts';
import type { UsageSnapshot } from '../runtime/runtime.ts';
import type { MachineSample, MeasuredWindow, Usage } from './facts.ts';

/** All that is read at one moment. */
export interface Moment {
  /** Monotonic clock of the tool, beside the reading of the machine's CPU time. */
  readonly at_ns: number;
  readonly machine_cpu: MachineCpuTimes | null;
  readonly machine: MachineState;
  /** By a quota of pairbench's own control group; null: not known. */
  readonly throttled_ns: number | null;
  /** pairbench itself. */
  readonly tool: {
    readonly cpu_ns: number;
    readonly rss_bytes: number;
    /** Null: not known. */
    readonly fds: number | null;
    readonly sockets: number | null;
  };
  readonly client: UsageSnapshot;
  readonly server: UsageSnapshot;
}

export type SampledWindow = Pick<
  MeasuredWindow,
  'usage' | 'machine' | 'busy_by' | 'foreign_cpus' | 'steal_cpus' | 'throttled_cpus' | 'tool'
>;

/** CPUs that each side can keep busy. */
export interface AllowedCpus {
  readonly client: number;
  readonly server: number;
}

/** A counter that falls (a disk that was taken away, a virtual machine that was moved) tells nothing. */
function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null || after < before ? null : after - before;
}

function toUsage(first: UsageSnapshot, all: readonly UsageSnapshot[], cpus: number): Usage {
  const last = all.at(-1) ?? first;
  const peaks = all.flatMap((one) => one.peak_rss_bytes ?? []);
  return {
    cpu_ns: difference(first.cpu_ns, last.cpu_ns),
    elapsed_ns: last.at_ns - first.at_ns,
    cpus,
    peak_rss_bytes: peaks.length === 0 ? null : Math.max(...peaks),
    samples: all.map((one) => ({
      elapsed_ns: one.at_ns - first.at_ns,
      cpu_ns: difference(first.cpu_ns, one.cpu_ns),
      rss_bytes: one.rss_bytes,
      fds: one.fds,
      sockets: one.sockets,
      voluntary_switches: difference(first.voluntary_switches, one.voluntary_switches),
      involuntary_switches: difference(first.involuntary_switches, one.involuntary_switches),
      disk_read_bytes: difference(first.disk_read_bytes, one.disk_read_bytes),
      disk_write_bytes: difference(first.disk_write_bytes, one.disk_write_bytes),
    })),
  };
}

function toMachineSample(first: Moment, { at_ns, machine_cpu, machine }: Moment): MachineSample {
  const before = first.machine_cpu;
  return {
    elapsed_ns: at_ns - first.at_ns,
    busy_ns: difference(before?.busy_ns ?? null, machine_cpu?.busy_ns ?? null),
    steal_ns: difference(before?.steal_ns ?? null, machine_cpu?.steal_ns ?? null),
    memory_available_bytes: machine.memory_available_bytes,
    disk_read_bytes: difference(first.machine.disk_read_bytes, machine.disk_read_bytes),
    disk_write_bytes: difference(first.machine.disk_write_bytes, machine.disk_write_bytes),
    tcp_sockets: machine.tcp_sockets,
    time_wait_sockets: machine.time_wait_sockets,
  };
}

function share(spent_ns: number | null, elapsed_ns: number): number | null {
  return spent_ns === null ? null : spent_ns / elapsed_ns;
}

export function sampledWindow(moments: readonly Moment[], cpus: AllowedCpus): SampledWindow {
  const [first] = moments;
  const last = moments.at(-1);
  if (first === undefined || last === undefined || last === first)
    throw new Error('a window has two moments at least');
  const side = (of: 'client' | 'server'): Usage =>
    toUsage(
      first[of],
      moments.map((one) => one[of]),
      cpus[of],
    );
  const usage = { client: side('client'), server: side('server') };
  const machine = moments.map((one) => toMachineSample(first, one));
  const { elapsed_ns, busy_ns, steal_ns } = toMachineSample(first, last);
  const busy = share(busy_ns, elapsed_ns);
  const client = share(usage.client.cpu_ns, usage.client.elapsed_ns);
  const server = share(usage.server.cpu_ns, usage.server.elapsed_ns);
  return {
    usage,
    machine,
    busy_by: first.machine_cpu?.busy_by ?? 'tasks',
    foreign_cpus:
      busy === null || client === null || server === null
        ? null
        : Math.max(0, busy - client - server),
    steal_cpus: share(steal_ns, elapsed_ns),
    throttled_cpus: share(difference(first.throttled_ns, last.throttled_ns), elapsed_ns),
    tool: {
      cpus: (last.tool.cpu_ns - first.tool.cpu_ns) / elapsed_ns,
      rss_bytes: last.tool.rss_bytes,
      samples: moments.map(({ at_ns, tool: { rss_bytes, fds, sockets } }) => ({
        ...{ elapsed_ns: at_ns - first.at_ns, rss_bytes, fds, sockets },
      })),
    },
  };
}
