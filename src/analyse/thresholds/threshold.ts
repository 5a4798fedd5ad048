/** A threshold of `--threshold`, and what it says of each pair, as the result has it. */
import { z } from 'zod';

export const METRICS = [
  'throughput',
  'p50',
  'p95',
  'p99',
  'errors',
  'cpu_us_per_request',
  'rss',
] as const;
export type Metric = (typeof METRICS)[number];

export const OPERATORS = ['<', '<=', '>', '>=', '=='] as const;
export type Operator = (typeof OPERATORS)[number];

/** Of a limit and of the values that are held against it. */
const unitSchema = z.enum(['requests_per_s', 'ns', 'requests', 'share', 'us', 'bytes']);
export type Unit = z.infer<typeof unitSchema>;

export interface Threshold {
  /** As it was given. */
  readonly text: string;
  /** Globs; `*` where the pair is left out. */
  readonly server: string;
  readonly client: string;
  readonly metric: Metric;
  readonly operator: Operator;
  /** As it was given: `5ms`. */
  readonly limit_text: string;
  readonly limit: number;
  readonly unit: Unit;
}

export const thresholdVerdictSchema = z.strictObject({
  /** The pair and the condition: `go-gin:cpp-cpr p99<5ms`. */
  name: z.string(),
  verdict: z.enum(['pass', 'fail', 'no-data']),
  sentence: z.string(),
  server: z.string(),
  client: z.string(),
  /** The whole expression, as it was given. */
  threshold: z.string(),
  metric: z.enum(METRICS),
  operator: z.enum(OPERATORS),
  limit: z.number(),
  /** Null: there is none, the sentence says why. */
  value: z.number().nullable(),
  /** Of both. */
  unit: unitSchema,
  /** What a percentile was taken of; null: it is no percentile. */
  latency: z.enum(['equal-rate', 'closed-loop']).nullable(),
});

export type ThresholdVerdict = z.infer<typeof thresholdVerdictSchema>;
