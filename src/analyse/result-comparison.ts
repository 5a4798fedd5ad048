/** The parts of a run's result that compare: equal-rate latency, rankings, effects, the machine's noise. */
import { z } from 'zod';

const count = z.int().nonnegative();
const orAbsent = <T extends z.ZodType>(value: T) => value.nullable();

/** 95 %; `low` and `high` are null where the rounds cannot tell, see the reason beside it. */
export const intervalSchema = z.strictObject({
  estimate: orAbsent(z.number()),
  low: orAbsent(z.number()),
  high: orAbsent(z.number()),
});

const percentilesSchema = z.strictObject({
  mean: orAbsent(z.number()),
  p50: orAbsent(count),
  p95: orAbsent(count),
  p99: orAbsent(count),
  p999: orAbsent(count),
  max: orAbsent(count),
});

/** Open loop, at one rate for all pairs, from the due time: the only latencies that compare. */
export const latencyAtRateSchema = z.strictObject({
  server: z.string(),
  client: z.string(),
  status: z.enum(['valid', 'invalid', 'failed', 'skipped']),
  /** Why it is not valid; empty when it is. */
  reasons: z.array(z.string()),
  rate_per_s: z.number().positive(),
  /** Median of the rounds. */
  achieved_per_s: orAbsent(z.number()),
  rounds_measured: count,
  /** Due by the end of a window and never sent; all rounds. */
  unsent: orAbsent(count),
  /** From the due time to the parsed answer; merged histograms of all rounds. */
  rtt_ns: percentilesSchema,
  /** From the due time to the sending. */
  send_delay_ns: percentilesSchema,
  /** Geometric mean of the rounds' percentiles, with its interval. */
  p50_ns: intervalSchema,
  p99_ns: intervalSchema,
  /** Some window was disturbed by the machine and stayed so. */
  disturbed: z.boolean(),
  repeats: z.array(
    z.strictObject({ round: z.int().positive(), gate: z.string(), why: z.string() }),
  ),
  /** For each null above, by its path: why. */
  absent: z.record(z.string(), z.string()),
});

const rankedSchema = z.strictObject({
  /** A service, or `SERVER:CLIENT`. */
  name: z.string(),
  value: intervalSchema,
  /** This one / the best one; above or below 1 by what is better. */
  ratio_to_best: intervalSchema,
  /** 1 + number of entries that are significantly better (Holm); null: not ranked. */
  rank: z.int().positive().nullable(),
  /** Its interval to the best one holds 1 after Holm's correction. */
  tied_with_best: z.boolean(),
  /** The value is a lower bound only: the other side was the limit. */
  bound: z.boolean(),
  /** Why it is not ranked; null when it is. */
  why_not: z.string().nullable(),
});

export const rankingSchema = z.strictObject({
  of: z.enum(['pairs', 'servers', 'clients']),
  metric: z.enum(['throughput_rps', 'p50_at_rate_ns', 'p99_at_rate_ns', 'cpu_us_per_request']),
  better: z.enum(['higher', 'lower']),
  /** The service that all were measured with; null for pairs. */
  under: z.string().nullable(),
  /** How the intervals were made, as `pooled t` or `Wilcoxon`; null: there are none. */
  method: z.string().nullable(),
  /** Ranked ones first, by rank and value. */
  entries: z.array(rankedSchema),
  /** Such as "rust-actix serves 1.9 (1.7-2.1) times go-gin". */
  sentences: z.array(z.string()),
  /** Why there is no ranking at all; null when there is. */
  absent: z.string().nullable(),
});

/** A variant held against its base by one metric, in the same rounds (`vary`). */
export const variationSchema = z.strictObject({
  side: z.enum(['server', 'client']),
  base: z.strictObject({ server: z.string(), client: z.string() }),
  pair: z.strictObject({ server: z.string(), client: z.string() }),
  metric: z.enum(['throughput_rps', 'p50_at_rate_ns', 'p99_at_rate_ns', 'cpu_us_per_request']),
  /** Variant / base, paired by round; the CPU time is that of the side that varies. */
  ratio: intervalSchema,
  /** That both have. */
  rounds: count,
  /** `tied`: not told apart (5 % after Holm, over all variants of this side); null: see `absent`. */
  verdict: z.enum(['better', 'worse', 'tied']).nullable(),
  /** The other side was the limit with one of the two: the side that varies may differ by more. */
  bound: z.boolean(),
  /** Such as "rust-actix@no-lto serves 0.97 (0.95-0.99) of rust-actix's requests: slower". */
  sentence: z.string(),
  /** Why there is no verdict; null when there is. */
  absent: z.string().nullable(),
});

/** log(throughput) = round + server + client + server x client, over cells that are no bounds. */
export const effectsSchema = z.strictObject({
  /** Against the geometric mean of all, as ratios. */
  servers: z.array(z.strictObject({ name: z.string(), ratio: intervalSchema })),
  clients: z.array(z.strictObject({ name: z.string(), ratio: intervalSchema })),
  /** What the pair has beyond both of its sides. */
  interaction: z.array(
    z.strictObject({ server: z.string(), client: z.string(), ratio: intervalSchema }),
  ),
  /** Standard deviation of what is left, as a ratio minus 1. */
  residual_cv: z.number(),
  /** Cells that are bounds, or not valid: left out. */
  left_out: z.array(z.string()),
});

/** What the machine does to one and the same program: from the run's own reference windows. */
export const noiseFloorSchema = z.strictObject({
  windows: count,
  /** Of throughput, window by window; the disturbed ones left out as for every cell. */
  throughput_cv: orAbsent(z.number()),
  /** With all windows. */
  throughput_cv_all: orAbsent(z.number()),
  cpu_us_per_request_cv: orAbsent(z.number()),
  /** Windows that cost over 6 % more CPU per request than is usual in the fast state: the slow state. */
  slow_windows: count,
  absent: z.string().nullable(),
});

/** Smallest ratio of two cells that this run would find in 4 of 5 cases (power 0.8, level 5 %). */
export const minimumDetectableSchema = z.strictObject({
  throughput: orAbsent(z.number()),
  p99_at_rate: orAbsent(z.number()),
  absent: z.string().nullable(),
});

export const bottleneckSchema = z.strictObject({
  verdict: z.enum(['server', 'client', 'both', 'neither', 'unknown']),
  /** Share of its CPUs, 0 to 1; median of the windows that count. */
  client_busy: orAbsent(z.number()),
  server_busy: orAbsent(z.number()),
  /** Throughput / that of the reference client with the same server. */
  of_server_ceiling: orAbsent(z.number()),
  /** Throughput / that of the same client with the reference server. */
  of_client_ceiling: orAbsent(z.number()),
  /** One plain sentence. */
  sentence: z.string(),
});

/** Windows that a gate left out of the figures. */
export const gatedSchema = z.strictObject({
  windows_left_out: count,
  by_gate: z.record(z.string(), count),
  /** Throughput with all windows, those left out among them. */
  throughput_rps_all: intervalSchema,
});

export type Interval = z.infer<typeof intervalSchema>;
export type LatencyAtRate = z.infer<typeof latencyAtRateSchema>;
export type Ranking = z.infer<typeof rankingSchema>;
export type RankedEntry = Ranking['entries'][number];
export type VariationResult = z.infer<typeof variationSchema>;
export type Effects = z.infer<typeof effectsSchema>;
export type NoiseFloor = z.infer<typeof noiseFloorSchema>;
export type Bottleneck = z.infer<typeof bottleneckSchema>;
