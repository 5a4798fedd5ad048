/** Samples both sides and the machine from `measuring` to `window_end`, and each second between. */
import { throttledCounter } from '../host/cgroup.ts';
import { MachineCpuReader } from '../host/cpu-times.ts';
import { physicalDisks, readMachineState } from '../host/machine-state.ts';
import type { Watched } from '../runtime/runtime.ts';
import { sampledWindow } from './sampled-window.ts';
import type { AllowedCpus, Moment, SampledWindow } from './sampled-window.ts';

const SAMPLE_EVERY_MS = 1000;

function ownCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

export class WindowSampler {
  readonly #client: Watched;
  readonly #server: Watched;
  readonly #cpus: AllowedCpus;
  readonly #machine = new MachineCpuReader();
  readonly #disks = physicalDisks();
  readonly #throttledNs = throttledCounter('/');
  readonly #moments: Promise<Moment>[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(client: Watched, server: Watched, cpus: AllowedCpus) {
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

  /** First all that CPU time is counted by, then what takes longer. */
  async #read(): Promise<Moment> {
    const at_ns = Math.round(performance.now() * 1e6);
    const machine_cpu = this.#machine.read();
    const tool_cpu_ns = ownCpuNs();
    const sides = Promise.all([this.#client.usage(), this.#server.usage()]);
    const machine = readMachineState(this.#disks);
    const throttled_ns = this.#throttledNs();
    const [client, server] = await sides;
    return { at_ns, machine_cpu, machine, throttled_ns, tool_cpu_ns, client, server };
  }

  async result(): Promise<SampledWindow> {
    const moments = await Promise.all(this.#moments);
    return sampledWindow(moments, this.#cpus, process.memoryUsage.rss());
  }
}
