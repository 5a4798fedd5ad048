/** Samples both sides and the machine from `measuring` to `window_end`, and each second between. */
import { throttledCounter } from '../host/cgroup.ts';
import { MachineCpuReader } from '../host/cpu-times.ts';
import { physicalDisks, readMachineState } from '../host/machine-state.ts';
import { OpenFilesReader } from '../host/open-files.ts';
import type { Tasks } from '../host/task-times.ts';
import type { Watched } from '../runtime/runtime.ts';
import { MomentSeries } from './moment-series.ts';
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
  readonly #ownFiles = new OpenFilesReader();
  readonly #moments = new MomentSeries();
  /** Once all that was begun to be read is among the moments. */
  #complete: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;

  constructor(client: Watched, server: Watched, cpus: AllowedCpus) {
    this.#client = client;
    this.#server = server;
    this.#cpus = cpus;
  }

  /**
   * Reads all once, without keeping it, so that the window has neither what only the first reading takes (each
   * open file is asked what it is) nor code that has never run. To be called in the warm-up.
   */
  rehearse(): void {
    this.#complete = this.#after(this.#complete, this.#read('all'), () => undefined);
  }

  begin(): void {
    this.#sample('all');
    this.#timer = setInterval(() => {
      this.#sample('programs');
    }, SAMPLE_EVERY_MS);
  }

  end(): void {
    this.cancel();
    this.#sample('all');
  }

  /** Stops sampling; for a window that will not be used. */
  cancel(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #sample(tasks: Tasks): void {
    this.#complete = this.#after(this.#complete, this.#read(tasks), (moment) => {
      this.#moments.add(moment);
    });
  }

  /** In the order in which they were begun, however long each takes. */
  async #after(
    earlier: Promise<void>,
    reading: Promise<Moment>,
    take: (moment: Moment) => void,
  ): Promise<void> {
    const [moment] = await Promise.all([reading, earlier]);
    take(moment);
  }

  /** First all that CPU time is counted by, then what takes longer. */
  async #read(tasks: Tasks): Promise<Moment> {
    const at_ns = Math.round(performance.now() * 1e6);
    const own_cpu_ns = ownCpuNs(); // what the last reading takes is not of the window
    const machine_cpu = this.#machine.read(tasks);
    const sides = Promise.all([this.#client.usage(), this.#server.usage()]);
    const machine = readMachineState(this.#disks);
    const throttled_ns = this.#throttledNs();
    const tool = { cpu_ns: own_cpu_ns, ...this.#ownState() };
    const [client, server] = await sides;
    return { at_ns, machine_cpu, machine, throttled_ns, tool, client, server };
  }

  #ownState(): Omit<Moment['tool'], 'cpu_ns'> {
    const files = this.#ownFiles.read(process.pid);
    return {
      rss_bytes: process.memoryUsage.rss(),
      fds: files?.fds ?? null,
      sockets: files?.sockets ?? null,
    };
  }

  async result(): Promise<SampledWindow> {
    await this.#complete;
    return sampledWindow(this.#moments.all(), this.#cpus);
  }
}
