/** What a simulated machine gives when windows are measured on it, one after the other. */

export interface SimulatedWindow {
  /** log(throughput / true throughput of the entry). */
  readonly log: number;
  /** CPU time of both sides for a request. */
  readonly cost_us: number;
  /** CPUs that both sides keep busy. */
  readonly busy_cpus: number;
}

/** Time goes on with each call. */
export interface Timeline {
  /** Cost of a request in a window of the reference pair. */
  readonly control: () => number;
  readonly window: (entry: number) => SimulatedWindow;
}
