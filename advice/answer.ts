/** The answer to one line, as it is kept: what was measured, with what, and what keeps it from being used again. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { intervalSchema } from '../src/analyse/result-comparison.ts';
import type { HostFacts } from '../src/host/facts.ts';
import type { Line } from './line.ts';

const figure = z.number().positive().nullable();

/** Geometric means over the rounds; null: not known. */
const sideFiguresSchema = z.strictObject({
  name: z.string(),
  throughput_rps: figure,
  cpu_us_per_request: figure,
  p50_ns: figure,
  p99_ns: figure,
  /** Share of its CPUs that the side of which the line speaks has used; median. */
  busy: z.number().nonnegative().nullable(),
});

/** By what sides are held against each other; CPU time is that of the side of which the line speaks. */
export const METRICS = ['throughput_rps', 'cpu_us_per_request', 'p50_ns', 'p99_ns'] as const;
export type Metric = (typeof METRICS)[number];

const ratiosSchema = z.strictObject({
  throughput_rps: intervalSchema,
  cpu_us_per_request: intervalSchema,
  p50_ns: intervalSchema,
  p99_ns: intervalSchema,
});

/** One side / the first one, paired by round, with 95 % intervals. */
const comparisonSchema = z.strictObject({
  side: z.string(),
  ratios: ratiosSchema,
  /** That both have. */
  rounds: z.int().positive(),
  decided_by: z.enum(METRICS),
  /** `tied`: not told apart, 5 % after Holm over the sides of the line. */
  verdict: z.enum(['better', 'worse', 'tied']),
  /** The side of which the line does not speak was the limit; then CPU time decides. */
  limited: z.boolean(),
});

const outcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('measured'),
    first: z.string(),
    sides: z.array(sideFiguresSchema),
    comparisons: z.array(comparisonSchema).min(1),
  }),
  z.strictObject({ kind: z.literal('not-measured'), reason: z.string() }),
]);

export const answerSchema = z.strictObject({
  schema: z.literal('pairbench.advice/1'),
  id: z.string(),
  /** Of the line as it stands in its topic. */
  line: z.string(),
  machine: z.string(),
  /** Fingerprints by kind and name; null: it could not be built. */
  builds: z.record(z.string(), z.string().nullable()),
  rounds: z.int().positive(),
  window_ms: z.int().positive(),
  measured_at: z.iso.datetime(),
  outcome: outcomeSchema,
});

export type Answer = z.infer<typeof answerSchema>;
export type Outcome = z.infer<typeof outcomeSchema>;
export type SideFigures = z.infer<typeof sideFiguresSchema>;
export type SideComparison = z.infer<typeof comparisonSchema>;

/** All that an answer depends on, beside the moment. */
export type Basis = Pick<Answer, 'line' | 'machine' | 'builds' | 'rounds' | 'window_ms'>;

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

export function lineHash(line: Line): string {
  return hashOf(line);
}

/** Limits of the shell and the version of Node bear on no figure. */
export function machineHash(host: HostFacts): string {
  const { kernel, architecture, cpu_model, cpus_allowed, cpus_online, governor, sysctl } = host;
  return hashOf([kernel, architecture, cpu_model, cpus_allowed, cpus_online, governor, sysctl]);
}

/** Of this line as it stands, on this machine: it may be shown. */
export function speaksOf(answer: Answer, line: Line, machine: string): boolean {
  return answer.line === lineHash(line) && answer.machine === machine;
}

/** Nothing that it depends on has changed: it need not be measured again. */
export function isCurrent(answer: Answer, basis: Basis): boolean {
  const own: Basis = {
    line: answer.line,
    machine: answer.machine,
    builds: answer.builds,
    rounds: answer.rounds,
    window_ms: answer.window_ms,
  };
  return canonical(own) === canonical(basis);
}

function canonical({ line, machine, builds, rounds, window_ms }: Basis): string {
  const sorted = Object.entries(builds).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([line, machine, sorted, rounds, window_ms]);
}
