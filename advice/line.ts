/** A piece of advice as data: what is compared with what, or the probe that finds why nothing can be. */
import type { ServiceKind } from '../src/plan/service-key.ts';
import type { ProbeName } from './probes/probe.ts';

/** So many, or so many for each CPU that the side may use. */
export type Count = number | { readonly per_cpu: number };

/** Where it differs from the usual load (`USUAL_LOAD`). */
export interface Load {
  readonly connections?: number;
  readonly payload_bytes?: number;
  readonly keep_alive?: boolean;
  readonly timeout_ms?: number;
  readonly workers?: Count;
  readonly threads?: Count;
  /** `shared`: both sides move over all CPUs; left out: each side has CPUs of its own. */
  readonly cpus?: 'shared';
  /** Open loop at this share of what the first side of the line reaches in a closed loop. */
  readonly rate_share?: number;
}

export const USUAL_LOAD = {
  connections: 32,
  payload_bytes: 200,
  keep_alive: true,
  timeout_ms: 10_000,
  workers: { per_cpu: 1 },
  threads: { per_cpu: 1 },
} as const satisfies Load;

/** One of those that are compared. */
export interface Side {
  /** What a sentence calls it: `with LTO`. */
  readonly name: string;
  /** Names of services, variants as `rust-actix@no-lto`. */
  readonly server: string;
  readonly client: string;
  readonly load?: Load;
  /** A key of sysctl/loopback.conf that has the value of that file while this side is measured. */
  readonly tuned?: string;
}

interface Named {
  /** Once among all topics; names its files. */
  readonly id: string;
  /** One sentence. */
  readonly advice: string;
}

export interface ComparedLine extends Named {
  /** Whose CPU time is meant. */
  readonly concerns: ServiceKind;
  /** What decides: throughput (or CPU time, where the other side was the limit), or the P99. */
  readonly by: 'speed' | 'p99';
  /** The first one is what the others are held against. */
  readonly sides: readonly [Side, Side, ...Side[]];
  /** What the advice speaks for. */
  readonly advised: 'first' | 'others';
}

interface ProbedLine extends Named {
  /** Finds out, on this machine, why it cannot be measured. */
  readonly not_measured: ProbeName;
}

export type Line = ComparedLine | ProbedLine;

export interface Topic {
  readonly name: string;
  readonly title: string;
  readonly lines: readonly Line[];
}

export function isCompared(line: Line): line is ComparedLine {
  return 'sides' in line;
}

type NamedPair = Pick<Side, 'server' | 'client'>;

/** All services that a line needs, by kind and name, each once. */
export function servicesOf(sides: readonly NamedPair[]): { kind: ServiceKind; name: string }[] {
  const servers = [...new Set(sides.map(({ server }) => server))];
  const clients = [...new Set(sides.map(({ client }) => client))];
  return [
    ...servers.map((name) => ({ kind: 'server' as const, name })),
    ...clients.map((name) => ({ kind: 'client' as const, name })),
  ];
}

/** What the lines of one topic have in common. */
type Common = Omit<ComparedLine, 'id' | 'advice' | 'sides'>;

/** Shorthand for topics: lines that differ in their sides alone. */
export function comparing(
  common: Common,
  id: string,
  advice: string,
  ...sides: readonly [Side, Side, ...Side[]]
): ComparedLine {
  return { id, advice, ...common, sides };
}
