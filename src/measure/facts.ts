/** What the measuring stage reports as it goes; these become journal entries, and all results come from them. */
import { z } from 'zod';
import { passSchema, roundSchema } from '../plan/facts.ts';
import { serviceKindSchema } from '../plan/service-kind-schema.ts';
import { clientRunSchema } from './client-events.ts';

const count = z.int().nonnegative();

/** One side's use of the machine over the window. Null: could not be read; never 0 in its place. */
const usageSchema = z.strictObject({
  /** CPU time of all its processes between `measuring` and `window_end`. */
  cpu_ns: count.nullable(),
  /** Wall time between the two samples. */
  elapsed_ns: z.int().positive(),
  /** CPUs it could keep busy: those of its set, or fewer where it had fewer workers or threads. */
  cpus: z.int().positive(),
  peak_rss_bytes: count.nullable(),
  /** Each second, and at both ends of the window; of a long window an even choice, and those with peaks. */
  samples: z.array(
    z.strictObject({
      elapsed_ns: count,
      cpu_ns: count.nullable(),
      rss_bytes: count.nullable(),
      fds: count.nullable(),
      /** Open sockets of all kinds and states. */
      sockets: count.nullable(),
      /** Since the window began. */
      voluntary_switches: count.nullable(),
      involuntary_switches: count.nullable(),
      disk_read_bytes: count.nullable(),
      disk_write_bytes: count.nullable(),
    }),
  ),
});

/** The whole machine, at the moments of the sides' samples. Null: could not be read. */
const machineSampleSchema = z.strictObject({
  elapsed_ns: count,
  /** CPU time of all tasks, or of all CPUs (`busy_by`), since the window began, in steps of 10 ms. */
  busy_ns: count.nullable(),
  steal_ns: count.nullable(),
  memory_available_bytes: count.nullable(),
  /** All disks, since the window began. */
  disk_read_bytes: count.nullable(),
  disk_write_bytes: count.nullable(),
  /** Of pairbench's own network namespace, both ends of each connection; TIME_WAIT left out. */
  tcp_sockets: count.nullable(),
  time_wait_sockets: count.nullable(),
});

/** pairbench itself. Null: could not be read. */
const toolSampleSchema = z.strictObject({
  elapsed_ns: count,
  rss_bytes: count,
  fds: count.nullable(),
  sockets: count.nullable(),
});

const windowSchema = z.strictObject({
  client_run: clientRunSchema,
  /** Differences of the server's own counters, from before the client started to after it ended; null: it has none. */
  server_counted: z.strictObject({ orders: count, connections: count }).nullable(),
  usage: z.strictObject({ client: usageSchema, server: usageSchema }),
  /** At the moments of the sides' samples. */
  machine: z.array(machineSampleSchema),
  /**
   * Made of `busy_ns`: times of all tasks; where they cannot be seen, time in which CPUs were not idle, which
   * holds the kernel's network work for the sides. Journals of older versions do not say it.
   */
  busy_by: z.enum(['tasks', 'idle_time']).default('idle_time'),
  /** CPUs kept busy by neither side during the window; null: not known. */
  foreign_cpus: z.number().nullable(),
  /** CPUs taken by the hypervisor. */
  steal_cpus: z.number().nullable(),
  /** CPUs' worth of time that a quota of pairbench's own control group took away; null: there is none. */
  throttled_cpus: z.number().nullable(),
  /** What pairbench itself used meanwhile; it shares the machine with what it measures. */
  tool: z.strictObject({
    cpus: z.number().nonnegative(),
    /** At the end of the window. */
    rss_bytes: count,
    /** At the moments of the sides' samples. Journals of older versions have none. */
    samples: z.array(toolSampleSchema).default([]),
  }),
});

const where = { pass: passSchema, round: roundSchema, server: z.string() };
const cell = { ...where, client: z.string() };

const whose = { kind: serviceKindSchema, service: z.string() };

export const measureFactSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('verify-started'),
    ...whose,
  }),
  z.strictObject({
    type: z.literal('verify-finished'),
    ...whose,
    cached: z.boolean(),
    duration_ms: z.int(),
    /** Empty: it keeps the contract. */
    problems: z.array(z.string()),
    /** It could not even be started, so the contract is not what it breaks. */
    started: z.literal(false).optional(),
  }),
  /** A load-only client cannot do what the run asks of it, so nothing is measured with it. */
  z.strictObject({
    type: z.literal('client-refused'),
    service: z.string(),
    reason: z.string(),
  }),
  /** It already runs, and was found; before it is measured its conformance is checked. */
  z.strictObject({
    type: z.literal('server-reached'),
    service: z.string(),
    /** Names an address; the tool and the clients use this one. */
    url: z.string(),
    /** What its `/stats` says of it; null: it has no /stats. */
    stats: z
      .strictObject({ server: z.string(), build_id: z.string(), pid: z.int().positive() })
      .nullable(),
  }),
  /** It should already run, and nobody takes a connection there. */
  z.strictObject({
    type: z.literal('server-unreachable'),
    service: z.string(),
    reason: z.string(),
  }),
  z.strictObject({
    type: z.literal('server-started'),
    ...where,
    /** `process PID.START`, `container ID`. */
    instance: z.string(),
    port: z.int().positive(),
    ready_ms: z.int(),
    log_file: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal('server-failed'),
    ...where,
    reason: z.string(),
    log_file: z.string().nullable(),
    log_tail: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal('server-stopped'),
    ...where,
    how: z.string(),
    stop_ms: z.int(),
  }),
  z.strictObject({ type: z.literal('cell-started'), ...cell }),
  /** Connections of the clients before held so many local ports that this one would not have had enough. */
  z.strictObject({
    type: z.literal('ports-awaited'),
    ...cell,
    waited_ms: count,
    held: count,
    local: count,
  }),
  /** The kernel kept so many closed connections that it would not have had room for those of this one. */
  z.strictObject({
    type: z.literal('room-awaited'),
    ...cell,
    waited_ms: count,
    held: count,
    most: count,
  }),
  z.strictObject({ type: z.literal('cell-measured'), ...cell, window: windowSchema }),
  /** The last window of this pair in this round did not pass this gate; it is measured once more. */
  z.strictObject({ type: z.literal('cell-repeated'), ...cell, gate: z.string(), why: z.string() }),
  z.strictObject({
    type: z.literal('cell-failed'),
    ...cell,
    reason: z.string(),
    log_file: z.string(),
    log_tail: z.array(z.string()),
  }),
]);

export type MeasureFact = z.infer<typeof measureFactSchema>;
/** Which window of which pair. */
export type CellPlace = Pick<
  Extract<MeasureFact, { type: 'cell-started' }>,
  'pass' | 'round' | 'server' | 'client'
>;
export type MeasuredWindow = z.infer<typeof windowSchema>;
export type Usage = z.infer<typeof usageSchema>;
export type UsageSample = Usage['samples'][number];
export type MachineSample = z.infer<typeof machineSampleSchema>;
