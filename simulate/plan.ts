/** The plan of a simulated run: three servers, three clients, and a reference pair as the control. */
import { planBlocks } from '../src/plan/blocks.ts';
import type { NamedPair, Plan } from '../src/plan/facts.ts';

const SIDES = 3;

export const REFERENCE: NamedPair = { server: 'reference', client: 'reference' };

/** Entries are numbered by server, then by client. */
export const PAIRS: readonly NamedPair[] = Array.from({ length: SIDES * SIDES }, (_, entry) => ({
  server: `server ${Math.floor(entry / SIDES)}`,
  client: `client ${entry % SIDES}`,
}));

export function entryOf({ server, client }: NamedPair): number {
  return PAIRS.findIndex((pair) => pair.server === server && pair.client === client);
}

export function planRun(rounds: number, seed: number): Plan {
  return {
    profile: 'simulated',
    seed,
    settings: {
      connections: 32,
      threads: 1,
      workers: 1,
      warmup_ms: 500,
      duration_ms: 2000,
      requests: null,
      rate_per_s: null,
      payload_bytes: 200,
      timeout_ms: 10_000,
      keep_alive: true,
      rounds,
    },
    pinning: { server: [0], client: [1], note: null },
    services: [],
    pairs: [...PAIRS],
    reference: REFERENCE,
    ceilings: [],
    control: { warmup_ms: 500, duration_ms: 1000 },
    latency: null,
    stop: { throughput_precision: null, p99_precision: null, max_time_ms: null },
    blocks: planBlocks([{ pass: 'throughput', pairs: PAIRS, rounds, control: REFERENCE }], seed),
    expected_ms: 0,
    expected_range_ms: { low_ms: 0, high_ms: 0 },
  };
}
