/** Runs held against a base run, `pairbench.compare/1`: what `compare --json` prints, and all that reports show. */
import { z } from 'zod';
import { intervalSchema } from '../result-comparison.ts';

export const COMPARISON_SCHEMA = 'pairbench.compare/1';

const count = z.int().nonnegative();

const aboutSchema = z.strictObject({
  run_id: z.string(),
  label: z.string().nullable(),
  started_at: z.string(),
  tool_version: z.string(),
  status: z.enum(['complete', 'incomplete', 'interrupted']),
});

export const comparedMetricSchema = z.enum([
  'throughput_rps',
  'p50_at_rate_ns',
  'p99_at_rate_ns',
  'cpu_us_per_request',
]);

/** One metric of a pair, then and now. */
const changeSchema = z.strictObject({
  metric: comparedMetricSchema,
  /** Geometric means of the rounds that compare; null: there are none. */
  base: z.number().nullable(),
  run: z.number().nullable(),
  /** run / base; 95 %, by itself. */
  ratio: intervalSchema,
  /** After Holm's correction over the pairs of this run; null: it cannot be told, see `absent`. */
  verdict: z.enum(['better', 'worse', 'tied']).nullable(),
  absent: z.string().nullable(),
});

const errorsSchema = z.strictObject({
  /** Failed requests of all rounds, warm-up included; null: the pair was not measured. */
  base: count.nullable(),
  run: count.nullable(),
  /** Of all requests. */
  base_share: z.number().nullable(),
  run_share: z.number().nullable(),
  /** There were none and there are some, or their share has grown beyond chance. */
  more: z.boolean(),
});

const cellSchema = z.strictObject({
  server: z.string(),
  client: z.string(),
  /**
   * By the metric of `decided_by`. `new`: the base has no figure; `missing`: the run has none, though the
   * pair was planned in the base; `not-comparable`: the sentence says why.
   */
  verdict: z.enum(['faster', 'slower', 'tied', 'new', 'missing', 'not-comparable']),
  sentence: z.string(),
  changes: z.array(changeSchema),
  errors: errorsSchema,
});

const versusSchema = z.strictObject({
  run: aboutSchema,
  /** Conditions that are not those of the base run, as `settings.payload_bytes: 200 then, 1000 now`. */
  differences: z.array(z.string()),
  /** `--force`: it was compared in spite of them. */
  forced: z.boolean(),
  decided_by: comparedMetricSchema,
  /** Throughput of the reference pair, now / then: what the machine itself does to all pairs. */
  drift: z.strictObject({
    ratio: intervalSchema,
    /** The interval does not hold 1. */
    differs: z.boolean(),
    sentence: z.string(),
  }),
  /** Pairs of the base run in its order, then the new ones. */
  cells: z.array(cellSchema),
  counts: z.record(cellSchema.shape.verdict, count),
});

export const comparisonSchema = z.strictObject({
  schema: z.literal(COMPARISON_SCHEMA),
  base: aboutSchema,
  runs: z.array(versusSchema),
  /** `--fail-if-slower`, as 0.05; null: not given. */
  fail_if_slower: z.number().positive().nullable(),
  /** One for each pair of each run; empty without `--fail-if-slower`. */
  gates: z.array(
    z.strictObject({
      name: z.string(),
      verdict: z.enum(['pass', 'fail', 'no-data']),
      sentence: z.string(),
      run_id: z.string(),
      server: z.string(),
      client: z.string(),
    }),
  ),
});

export type RunsComparison = z.infer<typeof comparisonSchema>;
export type Versus = RunsComparison['runs'][number];
export type VersusCell = Versus['cells'][number];
export type Change = VersusCell['changes'][number];
export type ComparedMetric = Change['metric'];
export type ErrorsChange = VersusCell['errors'];
