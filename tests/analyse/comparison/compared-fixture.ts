/** What is compared, made by hand: only what a test is about has to be said. */
import type {
  Compared,
  ComparedCell,
  ComparedLatency,
} from '../../../src/analyse/comparison/compared.ts';
import { absent, type Figure } from '../../../src/analyse/figure.ts';

const REFERENCE = { server: 'reference', client: 'reference' };

interface CellOptions {
  /** Of each round, from the first one on; null: not measured. */
  readonly rps?: readonly (number | null)[];
  readonly client_cpu_us?: readonly (number | null)[];
  readonly server_cpu_us?: readonly (number | null)[];
  readonly status?: ComparedCell['status'];
  readonly reasons?: readonly string[];
  readonly disturbed?: boolean;
  /** Null: not known. */
  readonly client_busy?: number | null;
  readonly server_busy?: number | null;
  readonly mean_rtt_ns?: number | null;
  readonly mean_server_latency_ns?: number | null;
}

/** `SERVER:CLIENT`. */
export function cell(pair: string, options: CellOptions = {}): ComparedCell {
  const { rps = [50_000, 50_500, 49_500], status = 'valid', reasons = [] } = options;
  const rounds = rps.flatMap((value, index) =>
    value === null
      ? []
      : [
          {
            round: index + 1,
            rps: value,
            client_cpu_us: options.client_cpu_us?.[index] ?? null,
            server_cpu_us: options.server_cpu_us?.[index] ?? null,
          },
        ],
  );
  return {
    ...pairOf(pair),
    status,
    reasons,
    rounds,
    counted_rounds: rps.length,
    disturbed: options.disturbed ?? false,
    strain: {
      client_busy: figure(options.client_busy, 'the CPU time of the client could not be read'),
      server_busy: figure(options.server_busy, 'the CPU time of the server could not be read'),
      mean_rtt_ns: figure(options.mean_rtt_ns, 'there are no samples'),
      mean_server_latency_ns: figure(options.mean_server_latency_ns, 'there are no samples'),
    },
  };
}

export function latencyCell(
  pair: string,
  p99_ns: readonly (number | null)[],
  changes: Partial<ComparedLatency> = {},
): ComparedLatency {
  return {
    ...pairOf(pair),
    status: 'valid',
    reasons: [],
    rounds: p99_ns.map((value, index) => ({
      round: index + 1,
      p50_ns: value === null ? null : value / 2,
      p99_ns: value,
    })),
    ...changes,
  };
}

export function compared(changes: Partial<Compared> = {}): Compared {
  return {
    cells: [],
    ceilings: [],
    reference: REFERENCE,
    rate_per_s: null,
    shared_cpus: null,
    latency: { absent: 'there was no latency pass' },
    ...changes,
  };
}

function pairOf(pair: string): { server: string; client: string } {
  const [server, client] = pair.split(':');
  if (server === undefined || client === undefined) throw new Error(`${pair} is not SERVER:CLIENT`);
  return { server, client };
}

function figure(value: number | null | undefined, reason: string): Figure {
  return value === null || value === undefined ? absent(reason) : { value };
}
