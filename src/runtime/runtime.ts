/** What a runtime can do: start a service, watch it, stop it with all it started. */
import type { Program } from '../build/built-service.ts';
import type { ProcessUsage } from '../host/process-usage.ts';

export interface Launch {
  readonly service: string;
  readonly program: Program;
  /** Added to the program's own words. */
  readonly args: readonly string[];
  /** Added to the scrubbed environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Null: not pinned. */
  readonly cpus: readonly number[] | null;
  /** A nonce of this launch; all its processes carry it. */
  readonly token: string;
  /** Path without ending: `.out.log` and `.err.log` are written. */
  readonly log_base: string;
}

/** State of a service at one moment, all its processes together. Null: could not be read. */
export interface UsageSnapshot extends ProcessUsage {
  /** Monotonic clock of the tool, right beside the reading of the CPU time. */
  readonly at_ns: number;
  /** CPU time since its start. */
  readonly cpu_ns: number | null;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** What the runtime knows beside: that memory ran out, say. One clause, or null. */
  readonly note: string | null;
}

/** What is seen of a service, whoever started it. */
export interface Watched {
  /** What it is, for the journal: `process 4711.123456`, `container 3f2a…`. */
  readonly instance: string;
  /** Resolves when the main process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  /** Null: its log is not ours. */
  readonly log_file: string | null;
  /**
   * CPU time is read (or asked for) at once, before this returns; what takes longer is read after that,
   * so that whoever asks several services in a row gets their CPU time of one moment.
   */
  usage(): Promise<UsageSnapshot>;
  logTail(): string[];
}

export interface Running extends Watched {
  readonly log_file: string;
  /** Ends it with everything it started; says how. Idempotent. Throws a UserError if something stays alive. */
  stop(): Promise<string>;
}

export interface RunningServer extends Running {
  /** The address at which the tool and the clients reach it. */
  readonly host: string;
  /** The first line on its stdout, or null when it ended or was silent for `timeout_ms`. */
  firstLine(timeout_ms: number): Promise<string | null>;
}

export interface RunningClient extends Running {
  /** Resolves when its stdout has ended and every line was delivered. */
  readonly drained: Promise<void>;
}

/** Addresses of the network that services run in. */
export interface Reach {
  /** What a server listens on. */
  readonly listen_host: string;
  /** Where a client reaches a server of the tool itself. */
  readonly tool_host: string;
}

export interface Runtime {
  readonly name: string;
  reach(): Promise<Reach>;
  /** Ends what earlier runs left behind whose tool is gone; one sentence for each thing ended. */
  sweepLeftovers(): Promise<string[]>;
  startServer(launch: Launch): Promise<RunningServer>;
  /** Lines are delivered in order, without their line ends. */
  startClient(launch: Launch, onLine: (line: string) => void): Promise<RunningClient>;
  /** At the end of a run: removes what was made for the run as a whole. */
  readonly close: () => Promise<void>;
  /** Ends all that it has started, at once; nothing can be started afterwards. */
  readonly killAll: () => Promise<void>;
}

/** A launch that cannot be carried out; the text says why. */
export class LaunchError extends Error {}

export function describeExit({ code, signal, note }: Exit): string {
  const how = signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`;
  return note === null ? how : `${how} (${note})`;
}
