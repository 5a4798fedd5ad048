/** Samples both sides and the machine from `measuring` to `window_end`, and each second between. */
import { readMachineCpu } from '../host/cpu-times.ts';
import type { MachineCpu } from '../host/cpu-times.ts';
import type { UsageSnapshot, Watched } from '../runtime/runtime.ts';
import type { MeasuredWindow, Usage } from './facts.ts';

const SAMPLE_EVERY_MS = 1000;

export interface SampledWindow {
  readonly client: Usage;
  readonly server: Usage;
  /** CPUs kept busy by neither side; null: not known. */
  readonly foreign_cpus: number | null;
  readonly steal_cpus: number | null;
  readonly tool: MeasuredWindow['tool'];
}

interface Moment {
  readonly client: UsageSnapshot;
  readonly server: UsageSnapshot;
  readonly machine: MachineCpu | null;
  readonly tool_cpu_ns: number;
}

function ownCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}

/** The side's use between the first and the last snapshot; both exist. */
function toUsage(snapshots: readonly UsageSnapshot[], cpus: number): Usage {
  const [first] = snapshots;
  const last = snapshots.at(-1);
  if (first === undefined || last === undefined || last === first)
    throw new Error('a window has two snapshots at least');
  const peaks = snapshots.flatMap((one) => one.peak_rss_bytes ?? []);
  return {
    cpu_ns: difference(first.cpu_ns, last.cpu_ns),
    elapsed_ns: last.at_ns - first.at_ns,
    cpus,
    peak_rss_bytes: peaks.length === 0 ? null : Math.max(...peaks),
    samples: snapshots.map((one) => ({
      elapsed_ns: one.at_ns - first.at_ns,
      cpu_ns: difference(first.cpu_ns, one.cpu_ns),
      rss_bytes: one.rss_bytes,
      fds: one.fds,
      sockets: one.sockets,
    })),
  };
}

function cpusBetween(
  before_ns: number | null,
  after_ns: number | null,
  elapsed_ns: number,
): number | null {
  const spent = difference(before_ns, after_ns);
  return spent === null ? null : spent / elapsed_ns;
}

export class WindowSampler {
  readonly #client: Watched;
  readonly #server: Watched;
  readonly #cpus: { readonly client: number; readonly server: number };
  readonly #moments: Promise<Moment>[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(
    client: Watched,
    server: Watched,
    cpus: { readonly client: number; readonly server: number },
  ) {
    this.#client = client;
    this.#server = server;
    this.#cpus = cpus;
  }

  begin(): void {
    this.#sample();
    this.#timer = setInterval(() => {
      this.#sample();
    }, SAMPLE_EVERY_MS);
  }

  end(): void {
    this.cancel();
    this.#sample();
  }

  /** Stops sampling; for a window that will not be used. */
  cancel(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #sample(): void {
    this.#moments.push(this.#read());
  }

  async #read(): Promise<Moment> {
    const machine = readMachineCpu();
    const tool_cpu_ns = ownCpuNs();
    const [client, server] = await Promise.all([this.#client.usage(), this.#server.usage()]);
    return { client, server, machine, tool_cpu_ns };
  }

  async result(): Promise<SampledWindow> {
    const moments = await Promise.all(this.#moments);
    const client = toUsage(
      moments.map((one) => one.client),
      this.#cpus.client,
    );
    const server = toUsage(
      moments.map((one) => one.server),
      this.#cpus.server,
    );
    const [before, after] = [moments[0]?.machine ?? null, moments.at(-1)?.machine ?? null];
    const busy = cpusBetween(before?.busy_ns ?? null, after?.busy_ns ?? null, client.elapsed_ns);
    const own =
      client.cpu_ns === null || server.cpu_ns === null
        ? null
        : client.cpu_ns / client.elapsed_ns + server.cpu_ns / server.elapsed_ns;
    return {
      client,
      server,
      foreign_cpus: busy === null || own === null ? null : Math.max(0, busy - own),
      tool: {
        cpus:
          ((moments.at(-1)?.tool_cpu_ns ?? 0) - (moments[0]?.tool_cpu_ns ?? 0)) / client.elapsed_ns,
        rss_bytes: process.memoryUsage.rss(),
      },
      steal_cpus: cpusBetween(before?.steal_ns ?? null, after?.steal_ns ?? null, client.elapsed_ns),
    };
  }
}
