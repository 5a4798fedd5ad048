/** The result of a run, `pairbench.run/1`: what `--json` prints, and all that reports show. */
import { z } from 'zod';
import { hostFactsSchema } from '../host/facts.ts';
import {
  pairSchema,
  passSchema,
  pinningSchema,
  serviceFactsSchema,
  settingsSchema,
} from '../plan/facts.ts';
import { growthPerMinSchema } from './growth/schema.ts';
import {
  bottleneckSchema,
  effectsSchema,
  gatedSchema,
  latencyAtRateSchema,
  minimumDetectableSchema,
  noiseFloorSchema,
  rankingSchema,
  variationSchema,
} from './result-comparison.ts';
import { curveSchema } from './sweep/schema.ts';
import { thresholdVerdictSchema } from './thresholds/threshold.ts';

export const RUN_SCHEMA = 'pairbench.run/1';

const count = z.int().nonnegative();

/** A value that may be absent: then `value` is null and `reason` says why. */
const orAbsent = <T extends z.ZodType>(value: T) => value.nullable();

/** Percentiles come from the merged histograms of all rounds; null where n(1-q) < 10, see `absent`. */
const rttSchema = z.strictObject({
  mean: orAbsent(z.number()),
  p50: orAbsent(count),
  p95: orAbsent(count),
  p99: orAbsent(count),
  p999: orAbsent(count),
  max: orAbsent(count),
});

const checkSchema = z.strictObject({
  name: z.string(),
  /** Null: it could not be checked, see `absent` of the cell (`checks.` and its name). */
  ok: z.boolean().nullable(),
  /** Worst value over the rounds. */
  value: z.number().nullable(),
  limit: z.string(),
});

const sides = <T extends z.ZodType>(value: T) => z.strictObject({ client: value, server: value });

/** What went from and to the disks, below the page cache. */
const diskSchema = z.strictObject({
  /** Median of the rounds. */
  read: orAbsent(z.number()),
  write: orAbsent(z.number()),
  /** Both, in the busiest second of all rounds. */
  peak: orAbsent(z.number()),
});

const machineSchema = z.strictObject({
  /** CPUs kept busy by neither side, pairbench and the kernel's own work included. */
  foreign_cpus: z.strictObject({
    /** Median of the rounds. */
    mean: orAbsent(z.number()),
    /** In the busiest second of all rounds. */
    max: orAbsent(z.number()),
  }),
  /** CPUs taken by the hypervisor. */
  steal_cpus: z.strictObject({ mean: orAbsent(z.number()), max: orAbsent(z.number()) }),
  /** CPUs that pairbench itself used; median of the rounds. */
  tool_cpus: orAbsent(z.number()),
  memory_available_bytes_min: orAbsent(count),
  disk_bytes_per_s: diskSchema,
  /** Of pairbench's own network namespace, both ends of each connection; TIME_WAIT left out. */
  tcp_sockets_peak: orAbsent(count),
  time_wait_sockets_peak: orAbsent(count),
});

const cellSchema = z.strictObject({
  server: z.string(),
  client: z.string(),
  status: z.enum(['valid', 'invalid', 'failed', 'skipped']),
  /** Why it is not valid; empty when it is. */
  reasons: z.array(z.string()),
  rounds_planned: count,
  rounds_measured: count,
  /** Some window was disturbed by the machine and could not be measured again often enough. */
  disturbed: z.boolean(),
  /** Its own windows have two modes of cost per request while the machine had one. */
  bimodal: z.boolean(),
  throughput_rps: z.strictObject({
    /** Geometric mean of the windows that count, with its 95 % interval. */
    estimate: orAbsent(z.number()),
    low: orAbsent(z.number()),
    high: orAbsent(z.number()),
    /** Smallest and largest round; null with fewer than two rounds. */
    smallest: orAbsent(z.number()),
    largest: orAbsent(z.number()),
    rounds: z.array(z.strictObject({ round: z.int().positive(), rps: z.number() })),
  }),
  rtt_ns: rttSchema,
  server_latency_ns: z.strictObject({
    mean: orAbsent(z.number()),
    p50: orAbsent(count),
    p99: orAbsent(count),
    /** Answers stamped before they were sent (the clock was stepped); in no other figure. */
    negative: count,
  }),
  /** Open loop only: from the due time to the sending. */
  send_delay_ns: z
    .strictObject({ mean: orAbsent(z.number()), p50: orAbsent(count), p99: orAbsent(count) })
    .nullable(),
  /** Open loop only: requests that were due but never sent. */
  unsent: count.nullable(),
  /** Mean requests in flight, throughput x mean RTT (Little's law). */
  concurrency: orAbsent(z.number()),
  cpu_us_per_request: sides(orAbsent(z.number())),
  /** Share of the CPUs that the side was allowed to use, 0 to 1. */
  cpu_utilisation: sides(orAbsent(z.number())),
  /** The same, in the busiest second of all rounds. */
  cpu_utilisation_peak: sides(orAbsent(z.number())),
  /** The most since the service was started, which for a server is the beginning of its round. */
  rss_bytes: z.strictObject({ client_peak: orAbsent(count), server_peak: orAbsent(count) }),
  fds_peak: sides(orAbsent(count)),
  /** Open sockets of all kinds and states: connections, those that listen, pairs within the process. */
  sockets_peak: sides(orAbsent(count)),
  /** How much these grow within windows of 30 s or more, the first quarter of each left out. */
  growth_per_min: orAbsent(growthPerMinSchema),
  context_switches_per_s: sides(
    z.strictObject({
      /** It waited for something; median of the rounds. */
      voluntary: orAbsent(z.number()),
      /** The kernel gave the CPU to another; median of the rounds. */
      involuntary: orAbsent(z.number()),
      /** Both, in the busiest second of all rounds. */
      peak: orAbsent(z.number()),
    }),
  ),
  disk_bytes_per_s: sides(diskSchema),
  /** The whole machine meanwhile. */
  machine: machineSchema,
  requests: z.strictObject({
    /** Successful, completed in the windows of all rounds. */
    ok: count,
    /** Successful, in warm-up and drain. */
    ok_outside_windows: count,
    /** Warm-up and drain included. */
    failed: count,
    /** The failed ones by kind; `http_503` for a status. */
    by_kind: z.record(z.string(), count),
  }),
  /** Which side was the limit, and by which figures. */
  bottleneck: bottleneckSchema,
  /** The side of which the throughput is a lower bound only, the other one being the limit; null: none. */
  bound: z.enum(['server', 'client']).nullable(),
  gated: gatedSchema,
  /** Windows that did not pass a gate and were measured again; the figures leave them out. */
  repeats: z.array(
    z.strictObject({ round: z.int().positive(), gate: z.string(), why: z.string() }),
  ),
  /** The most that one round opened. */
  connections_opened: orAbsent(count),
  /** For each null above, by its path (`rtt_ns.p999`), and each check that could not be made: why. */
  absent: z.record(z.string(), z.string()),
  checks: z.array(checkSchema),
});

export const runResultSchema = z.strictObject({
  schema: z.literal(RUN_SCHEMA),
  run_id: z.string(),
  label: z.string().nullable(),
  seed: z.int().nonnegative(),
  status: z.enum(['complete', 'incomplete', 'interrupted']),
  profile: z.string(),
  runtime: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
  duration_ms: z.int().nonnegative().nullable(),
  settings: settingsSchema,
  environment: z.strictObject({
    tool_version: z.string(),
    /** Which runtime, and why it was taken. */
    runtime_about: z.string(),
    host: hostFactsSchema,
    /** Names of facts of the machine that changed during the run. */
    changed_during_run: z.array(z.string()),
    pinning: pinningSchema,
    services: z.array(
      serviceFactsSchema.extend({
        build_id: z.string().nullable(),
        versions: z.record(z.string(), z.string()),
      }),
    ),
  }),
  notices: z.array(z.string()),
  /** Of cells; in a sweep of curves. */
  counts: z.strictObject({
    planned: count,
    valid: count,
    invalid: count,
    failed: count,
    skipped: count,
  }),
  cells: z.array(cellSchema),
  /** Pairs with a reference service that the user did not choose, measured in the same rounds. */
  ceilings: z.array(cellSchema),
  reference: pairSchema.nullable(),
  latency_at_rate: z.array(latencyAtRateSchema),
  rankings: z.array(rankingSchema),
  /** What `vary` asked for: by metric, throughput first, each variant; empty: nothing was varied. */
  variations: z.array(variationSchema),
  /** What `sweep` asked for: each pair at each load; empty: nothing was swept. Then there are no cells. */
  curves: z.array(curveSchema),
  /** Null: see `effects_absent`. */
  effects: effectsSchema.nullable(),
  effects_absent: z.string().nullable(),
  noise_floor: noiseFloorSchema,
  minimum_detectable_ratio: minimumDetectableSchema,
  /** What each threshold (`--threshold`) says of each pair that it names; empty: none was given. */
  thresholds: z.array(thresholdVerdictSchema),
  /** Why each pass ended; `planned`: all its rounds were measured. Null: it did not come to its end. */
  passes: z.array(
    z.strictObject({ pass: passSchema, rounds: count, reason: z.string().nullable() }),
  ),
});

export type Cell = z.infer<typeof cellSchema>;
export type Check = z.infer<typeof checkSchema>;
export type RunResult = z.infer<typeof runResultSchema>;
