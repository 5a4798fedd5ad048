/** What a simulated machine gives when windows are measured on it, one after the other. */

export interface SimulatedWindow {
  /** log(throughput / true throughput of the pair). */
  readonly log: number;
  /** CPU time of both sides for a request. */
  readonly cost_us: number;
  /** CPUs that both sides keep busy. */
  readonly busy_cpus: number;
}

/** Time goes on with each call. */
export interface Timeline {
  /** A server is started. */
  readonly turn: () => void;
  /** Of the reference pair. */
  readonly control: () => SimulatedWindow;
  readonly window: (entry: number) => SimulatedWindow;
}
