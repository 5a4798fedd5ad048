/** The curves of a sweep, as a run's result has them. */
import { z } from 'zod';
import { intervalSchema } from '../result-comparison.ts';

const count = z.int().nonnegative();
const orAbsent = <T extends z.ZodType>(value: T) => value.nullable();

const curvePointSchema = z.strictObject({
  /** `C=8`, `2000/s`, `50%`. */
  load: z.string(),
  connections: z.int().positive(),
  /** Offered; null: a closed loop, or the maximum that it is a share of is not known. */
  rate_per_s: z.number().positive().nullable(),
  /** Of `maximum_rps`; null: the load was given as a number. */
  share: z.number().positive().nullable(),
  /** `overloaded`: sound windows, but the pair did not keep the rate. */
  status: z.enum(['valid', 'overloaded', 'invalid', 'failed', 'skipped']),
  /** Why it is not valid; empty when it is. */
  reasons: z.array(z.string()),
  rounds_measured: count,
  /** Geometric mean of the windows that count, with its 95 % interval; of overloaded points too. */
  throughput_rps: intervalSchema,
  /** Geometric mean of the rounds' percentiles. In an open loop from the time that a request was due. */
  p50_ns: intervalSchema,
  p99_ns: intervalSchema,
  mean_rtt_ns: orAbsent(z.number()),
  /** Mean requests in flight, throughput x mean round trip (Little's law). */
  in_flight: orAbsent(z.number()),
  /** Throughput / mean round trip, in requests per second squared (Kleinrock's power). */
  power: orAbsent(z.number()),
  /** Share of the CPUs that the side was allowed to use, 0 to 1. */
  cpu_utilisation: z.strictObject({ client: orAbsent(z.number()), server: orAbsent(z.number()) }),
  disturbed: z.boolean(),
  /** For each null above, by its path: why. */
  absent: z.record(z.string(), z.string()),
});

export const curveSchema = z.strictObject({
  server: z.string(),
  client: z.string(),
  status: z.enum(['valid', 'invalid', 'failed', 'skipped']),
  /** Why it is not valid; empty when it is. */
  reasons: z.array(z.string()),
  swept: z.enum(['connections', 'rate']),
  /** In a closed loop, measured first; null: no load is a share of it, or it is not known. */
  maximum_rps: orAbsent(z.number()),
  /** By load, ascending. */
  points: z.array(curvePointSchema),
  /** Null: there is none within the curve, see `sentence`. */
  knee: z
    .strictObject({
      /** Its number among `points`, from 0. */
      point: count,
      /** Points whose power this run does not tell from the largest one, the knee among them. */
      tied: z.array(count),
    })
    .nullable(),
  /** Such as "the knee is at C=32". */
  sentence: z.string(),
});

export type Curve = z.infer<typeof curveSchema>;
export type CurvePoint = Curve['points'][number];
