/** Every fact of a run is one entry of this union; progress, analysis and reports read nothing else. */
import { z } from 'zod';
import { buildFactSchema } from '../build/facts.ts';
import { hostFactsSchema } from '../host/facts.ts';
import { tuningFactSchema } from '../host/tuning/facts.ts';
import { measureFactSchema } from '../measure/facts.ts';
import { MOST_ROUNDS, pairSchema, passSchema, planSchema, roundSchema } from '../plan/facts.ts';

const runFactSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('run-started'),
    schema: z.literal('pairbench.journal/1'),
    run_id: z.string(),
    label: z.string().nullable(),
    started_at: z.iso.datetime(),
    tool_version: z.string(),
    runtime: z.string(),
    /** Which, and why it was taken. */
    runtime_about: z.string(),
    /** Options of the runtime that a resumed run must share, by name. */
    runtime_options: z.record(z.string(), z.string()),
    /** The tool's own process; its children carry this in their environment. */
    owner: z.string(),
    host: hostFactsSchema,
    plan: planSchema,
    /** As given by `--threshold`; left out: none. */
    thresholds: z.array(z.string()).optional(),
  }),
  /** An interrupted run goes on; rounds that are not among the kept ones are measured again. */
  z.strictObject({
    type: z.literal('run-resumed'),
    resumed_at: z.iso.datetime(),
    owner: z.string(),
    kept_rounds: z.array(z.strictObject({ pass: passSchema, round: roundSchema })),
    /** In place of the earlier ones; left out: none. */
    thresholds: z.array(z.string()).optional(),
  }),
  z.strictObject({ type: z.literal('notice'), message: z.string() }),
  z.strictObject({ type: z.literal('measuring-started'), expected_ms: z.int().nonnegative() }),
  z.strictObject({
    type: z.literal('round-finished'),
    pass: passSchema,
    round: roundSchema,
  }),
  /** No more rounds of this pass. */
  z.strictObject({
    type: z.literal('rounds-ended'),
    pass: passSchema,
    rounds: z.int().nonnegative().max(MOST_ROUNDS),
    reason: z.enum(['planned', 'precision', 'max-time', 'nothing-valid']),
  }),
  /** The rate at which latency is compared, and the pair that it comes from (null: it was asked for). */
  z.strictObject({
    type: z.literal('latency-rate'),
    rate_per_s: z.number().positive(),
    slowest: pairSchema.extend({ throughput_rps: z.number().positive() }).nullable(),
  }),
  /** What a pair does at most, in a closed loop: shares of a sweep are of this. */
  z.strictObject({
    type: z.literal('pair-maximum'),
    ...pairSchema.shape,
    throughput_rps: z.number().positive(),
  }),
  z.strictObject({
    type: z.literal('run-finished'),
    status: z.enum(['complete', 'interrupted']),
    finished_at: z.iso.datetime(),
    duration_ms: z.int().nonnegative(),
    /** Read again at the end, so that a change during the run is seen. */
    host: hostFactsSchema,
  }),
]);

export const journalEntrySchema = z.discriminatedUnion('type', [
  runFactSchema,
  tuningFactSchema,
  buildFactSchema,
  measureFactSchema,
]);

export type JournalEntry = z.infer<typeof journalEntrySchema>;
export type RunStarted = Extract<JournalEntry, { type: 'run-started' }>;
