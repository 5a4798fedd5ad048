/** The plan of a run, as the journal keeps it. */
import { z } from 'zod';

/** Settings that every pair is measured with. */
export const settingsSchema = z.strictObject({
  connections: z.int().positive(),
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
  rounds: z.int().positive(),
});

/** CPU sets of both sides; null: not pinned. */
export const pinningSchema = z.strictObject({
  server: z.array(z.int().nonnegative()).nullable(),
  client: z.array(z.int().nonnegative()).nullable(),
  /** Why it is so, one sentence, where a reader should know; else null. */
  note: z.string().nullable(),
});

export const serviceFactsSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['server', 'client']),
  title: z.string(),
  language: z.string(),
  library: z.string(),
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

/** One server's turn in a round: started fresh, then each client once, in this order. */
const blockSchema = z.strictObject({
  round: z.int().positive(),
  server: z.string(),
  clients: z.array(z.string()),
});

export const planSchema = z.strictObject({
  profile: z.string(),
  seed: z.int().nonnegative(),
  settings: settingsSchema,
  pinning: pinningSchema,
  services: z.array(serviceFactsSchema),
  /** In the order of the table: by server, then by client. */
  pairs: z.array(z.strictObject({ server: z.string(), client: z.string() })),
  blocks: z.array(blockSchema),
  /** Expected time of all blocks, builds left out. */
  expected_ms: z.int().nonnegative(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Pinning = z.infer<typeof pinningSchema>;
export type ServiceFacts = z.infer<typeof serviceFactsSchema>;
export type Block = z.infer<typeof blockSchema>;
export type Plan = z.infer<typeof planSchema>;
