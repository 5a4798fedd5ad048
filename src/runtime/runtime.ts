/** What a runtime can do: start a service, watch it, stop it with all it started. Process now, docker later. */

export interface Launch {
  readonly service: string;
  readonly command: readonly string[];
  /** Working directory. */
  readonly folder: string;
  /** Added to the scrubbed environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Null: not pinned. */
  readonly cpus: readonly number[] | null;
  /** A nonce of this launch; all its processes carry it. */
  readonly token: string;
  /** Path without ending: `.out.log` and `.err.log` are written. */
  readonly log_base: string;
}

/** State of a service at one moment. Null: could not be read. */
export interface UsageSnapshot {
  /** Monotonic clock of the tool. */
  readonly at_ns: number;
  /** CPU time since its start, all its processes. */
  readonly cpu_ns: number | null;
  readonly rss_bytes: number | null;
  readonly peak_rss_bytes: number | null;
  readonly fds: number | null;
  readonly sockets: number | null;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface Running {
  readonly pid: number;
  readonly start_ticks: string;
  /** Resolves when the main process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  readonly log_file: string;
  usage(): Promise<UsageSnapshot>;
  logTail(): string[];
  /** Ends it with everything it started; says how. Idempotent. Throws a UserError if something stays alive. */
  stop(): Promise<string>;
}

export interface RunningServer extends Running {
  /** The first line on its stdout, or null when it ended or was silent for `timeout_ms`. */
  firstLine(timeout_ms: number): Promise<string | null>;
}

export interface RunningClient extends Running {
  /** Resolves when its stdout has ended and every line was delivered. */
  readonly drained: Promise<void>;
}

export interface Runtime {
  readonly name: string;
  /** Ends what earlier runs left behind whose tool is gone; one sentence for each thing ended. */
  sweepLeftovers(): Promise<string[]>;
  startServer(launch: Launch): Promise<RunningServer>;
  /** Lines are delivered in order, without their line ends. */
  startClient(launch: Launch, onLine: (line: string) => void): Promise<RunningClient>;
}

/** A launch that cannot be carried out; the text says why. */
export class LaunchError extends Error {}

export function describeExit(exit: Exit): string {
  return exit.signal === null ? `exit code ${exit.code ?? '?'}` : `signal ${exit.signal}`;
}
