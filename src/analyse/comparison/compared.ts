/** What comparisons are made of: the figures of the windows that count, by pair and round. */
import type { Figure } from '../figure.ts';
import type { Cell } from '../result.ts';
import type { SharedCpus } from './shared-cpus.ts';

/** A pair; a server and a client may share a name. */
export interface PairOf {
  readonly server: string;
  readonly client: string;
}

/** One window that counts; at most one in each round of a cell. */
export interface CountedRound {
  readonly round: number;
  readonly rps: number;
  /** CPU time of each side in the window / successful requests of the window; null: not known. */
  readonly client_cpu_us: number | null;
  readonly server_cpu_us: number | null;
}

/** How hard both sides worked, and where a request spent its time. */
export interface Strain {
  /** Share of the CPUs that the side may use, 0 to 1; median of the windows that count. */
  readonly client_busy: Figure;
  readonly server_busy: Figure;
  readonly mean_rtt_ns: Figure;
  /** From the client's stamp to the server's. */
  readonly mean_server_latency_ns: Figure;
}

export interface ComparedCell extends PairOf {
  readonly status: Cell['status'];
  readonly reasons: readonly string[];
  /** Windows that count and that no gate objects to. */
  readonly rounds: readonly CountedRound[];
  /** All that have a window that counts, a disturbed one too. */
  readonly counted_rounds: number;
  /** The machine disturbed some window, also when it was measured again. */
  readonly disturbed: boolean;
  readonly strain: Strain;
}

/** A pair in the windows of one equal rate. */
export interface ComparedLatency extends PairOf {
  readonly status: Cell['status'];
  readonly reasons: readonly string[];
  /** Windows that count; a percentile is null where the window holds too few requests for it. */
  readonly rounds: readonly {
    readonly round: number;
    readonly p50_ns: number | null;
    readonly p99_ns: number | null;
  }[];
}

/** Everything of a run that is compared. */
export interface Compared {
  /** Pairs that the user chose, in the order of the table. */
  readonly cells: readonly ComparedCell[];
  /** Pairs with a reference service that the user did not choose. */
  readonly ceilings: readonly ComparedCell[];
  /** Null: there is none, as with `--no-ceilings`. */
  readonly reference: PairOf | null;
  /** Of the throughput pass (`--rate`); null: closed loop. */
  readonly rate_per_s: number | null;
  /** CPUs that both sides run on; null: there is none. */
  readonly shared_cpus: SharedCpus | null;
  readonly latency: LatencyCompared;
}

export type LatencyCompared =
  | { readonly absent: string }
  | {
      readonly rate_per_s: number;
      /** Chosen pairs and ceilings alike, as far as they were measured at the rate. */
      readonly cells: readonly ComparedLatency[];
    };

/** A window of the reference pair; controls are shorter than the windows of its cell. */
export interface ReferenceWindow {
  readonly series: 'control' | 'cell';
  readonly rps: number;
  /** CPU time of both sides / successful requests; null: not known. */
  readonly cpu_us_per_request: number | null;
  /** A gate left it out. */
  readonly left_out: boolean;
}

/** Name of a pair where one word is needed. */
export function pairName({ server, client }: PairOf): string {
  return `${server}:${client}`;
}

export function isPair(one: PairOf, other: PairOf): boolean {
  return one.server === other.server && one.client === other.client;
}

/** Among the chosen pairs or the ceilings. */
export function cellOf({ cells, ceilings }: Compared, pair: PairOf): ComparedCell | undefined {
  return [...cells, ...ceilings].find((cell) => isPair(cell, pair));
}
