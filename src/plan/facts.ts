/** The plan of a run, as the journal keeps it. */
import { z } from 'zod';
import { serviceKindSchema } from './service-kind-schema.ts';

/** No run has more; a journal that says so is not ours. */
export const MOST_ROUNDS = 1000;

export const roundSchema = z.int().positive().max(MOST_ROUNDS);

/** Settings that every pair is measured with. */
export const settingsSchema = z.strictObject({
  connections: z.int().positive(),
  /** Of each client, if it can use so many. */
  threads: z.int().positive(),
  workers: z.int().positive(),
  warmup_ms: z.int().nonnegative(),
  /** Exactly one of `duration_ms` and `requests` is given. */
  duration_ms: z.int().positive().nullable(),
  requests: z.int().positive().nullable(),
  /** Null: closed loop. */
  rate_per_s: z.number().positive().nullable(),
  payload_bytes: z.int().positive(),
  timeout_ms: z.int().positive(),
  keep_alive: z.boolean(),
  rounds: roundSchema,
});

/** What the CPU set of a side is made of. */
const sideCoresSchema = z.strictObject({
  /** Physical cores, whole or in part. */
  count: z.int().positive(),
  /** NUMA nodes, ascending; empty: the machine has one. */
  nodes: z.array(z.int().nonnegative()),
});

/** CPU sets of both sides; null: not pinned. */
export const pinningSchema = z.strictObject({
  server: z.array(z.int().nonnegative()).nullable(),
  client: z.array(z.int().nonnegative()).nullable(),
  /** Why it is so, one sentence, where a reader should know; else null. */
  note: z.string().nullable(),
  /** Why `auto` took these cores and left others, in clauses; left out: there was nothing to choose. */
  reason: z.string().optional(),
  /** Left out: not pinned, or by an older version. */
  cores: z.strictObject({ server: sideCoresSchema, client: sideCoresSchema }).optional(),
});

export const serviceFactsSchema = z.strictObject({
  name: z.string(),
  kind: serviceKindSchema,
  /** A client that gives throughput only: it has no part in the second pass. */
  load_only: z.boolean(),
  title: z.string(),
  language: z.string(),
  library: z.string(),
  /** A server is given so many; left out: a client, a server that already runs, or by an older version. */
  workers: z.int().positive().optional(),
  /** A client is given so many, which is fewer than those of the settings where it cannot use them. */
  threads: z.int().positive().optional(),
  /** Null: built and started by pairbench. */
  external: z
    .strictObject({
      /** As given by `--server-url`. */
      url: z.string(),
      /** Of `--server-pid`, told apart from later ones with its number; null: not given. */
      process: z.strictObject({ pid: z.int().positive(), start_ticks: z.string() }).nullable(),
    })
    .nullable(),
});

/**
 * What a window is for. `throughput`: the load that was asked for; `latency`: one equal rate for all pairs;
 * `control`: the reference pair, which shows the state of the machine; `point-N`: one of the loads of a sweep.
 */
const fixedPassSchema = z.enum(['throughput', 'latency', 'control']);
/** `point-3`: the third load of a sweep. */
const pointPassSchema = z.templateLiteral(['point-', z.int().positive()]);

export const passSchema = z.union([fixedPassSchema, pointPassSchema]);

export const pairSchema = z.strictObject({ server: z.string(), client: z.string() });

/** A pair in which one side is a variant, and the pair that it is held against. */
const variationSchema = z.strictObject({
  side: serviceKindSchema,
  base: pairSchema,
  pair: pairSchema,
});

/** One load of a sweep: connections in a closed loop, or a rate in an open one. */
const loadPointSchema = z.union([
  z.strictObject({ connections: z.int().positive() }),
  z.strictObject({ rate_per_s: z.number().positive() }),
  /** Of what the pair itself did at most, in a closed loop in the first pass. */
  z.strictObject({ share: z.number().positive() }),
]);

/** A window of another length than that of the settings. */
const windowLengthSchema = z.strictObject({
  warmup_ms: z.int().nonnegative(),
  duration_ms: z.int().positive(),
});

/** When a run is long enough. */
const stopSchema = z.strictObject({
  /** Half-width of the interval of a ratio that ends the pass early, as 0.02; null: all rounds. */
  throughput_precision: z.number().positive().nullable(),
  p99_precision: z.number().positive().nullable(),
  /** Of measuring; no round begins that would end later. Null: no limit. */
  max_time_ms: z.int().positive().nullable(),
});

/** One server's turn in a round: started fresh, then each client once, in this order. */
const blockSchema = z.strictObject({
  pass: passSchema,
  round: roundSchema,
  server: z.string(),
  clients: z.array(z.string()),
});

function isEachOnce(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

const plainPlanSchema = z.strictObject({
  profile: z.string(),
  seed: z.int().nonnegative(),
  settings: settingsSchema,
  pinning: pinningSchema,
  services: z.array(serviceFactsSchema),
  /** In the order of the table: by server, then by client. */
  pairs: z.array(pairSchema),
  /** The services that the machine and each side are held against; null: there are none. */
  reference: pairSchema.nullable(),
  /** Pairs with a reference service that are measured in the same rounds, and not chosen by the user. */
  ceilings: z.array(pairSchema),
  /** Of `vary`; left out: nothing is held against a base. */
  variations: z.array(variationSchema).optional(),
  /** Of `sweep`, in ascending order; left out: nothing is swept. */
  sweep: z.strictObject({ points: z.array(loadPointSchema).min(2) }).optional(),
  /** Length of the reference windows before the servers' turns; null: there are none. */
  control: windowLengthSchema.nullable(),
  /** The second pass, open loop at one rate; null: there is none. */
  latency: windowLengthSchema
    .extend({
      /** Null: half of the throughput of the slowest valid pair. */
      rate_per_s: z.number().positive().nullable(),
    })
    .nullable(),
  stop: stopSchema,
  /** Of all passes, as many as there may be. */
  blocks: z.array(blockSchema),
  /** Expected time of all blocks, builds and repeats left out. */
  expected_ms: z.int().nonnegative(),
  /** The same as a range, which begins with the fewest rounds that may be enough. */
  expected_range_ms: z.strictObject({
    low_ms: z.int().nonnegative(),
    high_ms: z.int().nonnegative(),
  }),
});

/** A service or pair that is there twice would be compared with itself. */
export const planSchema = plainPlanSchema
  .refine(({ services }) => isEachOnce(services.map(({ kind, name }) => `${kind} ${name}`)), {
    error: 'names a service twice',
    path: ['services'],
  })
  .refine(
    ({ pairs, ceilings }) =>
      isEachOnce([...pairs, ...ceilings].map(({ server, client }) => `${server}:${client}`)),
    { error: 'names a pair twice', path: ['pairs'] },
  );

export type Settings = z.infer<typeof settingsSchema>;
export type SideCores = z.infer<typeof sideCoresSchema>;
export type Pinning = z.infer<typeof pinningSchema>;
export type ServiceFacts = z.infer<typeof serviceFactsSchema>;
export type NamedPair = z.infer<typeof pairSchema>;
export type Variation = z.infer<typeof variationSchema>;
export type Pass = z.infer<typeof passSchema>;
export type PointPass = z.infer<typeof pointPassSchema>;
export type LoadPoint = z.infer<typeof loadPointSchema>;
export type Block = z.infer<typeof blockSchema>;
export type Plan = z.infer<typeof planSchema>;
