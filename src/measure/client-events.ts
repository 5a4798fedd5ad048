/** What a client prints with `--format json`, one object a line: the schema `pairbench.client/1`. */
import { z } from 'zod';
import { PackedHistogram } from './histogram/packed-histogram.ts';

export const CLIENT_SCHEMA = 'pairbench.client/1';

const count = z.int().nonnegative();

/** An exact integer; above 2^53 it is written as a decimal string, since JSON numbers lose digits there. */
const exactInteger = z.union([z.int(), z.string().regex(/^-?\d{1,40}$/)]);

/** Base64 HdrHistogram V2-compressed, or `[value_ns, count]` pairs with at most 0.1 % error. */
const histogram = z.union([z.base64(), z.array(z.tuple([z.int().positive(), count]))]);

/** As a journal gives it back. */
const storedHistogram = z.union([
  z.custom<PackedHistogram>((value) => value instanceof PackedHistogram),
  histogram,
]);

const latenciesWith = <T extends z.ZodType>(form: T) =>
  z.strictObject({
    count,
    sum: exactInteger,
    min: z.int().nullable(),
    max: z.int().nullable(),
    over_range: count,
    negative: count,
    histogram: form,
  });

const errors = z.strictObject({
  refused: count.optional(),
  reset: count.optional(),
  connect_timeout: count.optional(),
  request_timeout: count.optional(),
  eof: count.optional(),
  bad_body: count.optional(),
  fd_limit: count.optional(),
  port_exhausted: count.optional(),
  other: count.optional(),
  http_status: z.record(z.string().regex(/^\d{3}$/), count).optional(),
});

const settings = z.strictObject({
  url: z.string(),
  connections: z.int().positive(),
  threads: z.int().positive(),
  warmup_ms: count,
  duration_ms: count.nullable(),
  requests: z.int().positive().nullable(),
  rate_per_s: z.number().positive().nullable(),
  payload_bytes: z.int().positive(),
  timeout_ms: z.int().positive(),
  keep_alive: z.boolean(),
});

const hello = z.strictObject({
  event: z.literal('hello'),
  schema: z.literal(CLIENT_SCHEMA),
  name: z.string(),
  pid: z.int().positive(),
  versions: z.record(z.string(), z.string()),
  settings,
});

const connected = z.strictObject({
  event: z.literal('connected'),
  connections: count,
  elapsed_ns: count,
});

const interval = z.strictObject({
  event: z.literal('interval'),
  phase: z.enum(['warmup', 'window']),
  elapsed_ns: count,
  completed: count,
  errors: count,
});

const measuring = z.strictObject({ event: z.literal('measuring') });

const windowEnd = z.strictObject({
  event: z.literal('window_end'),
  elapsed_ns: z.int().positive(),
  completed: count,
  errors: count,
});

/** What every client counts. */
const counted = {
  event: z.literal('result'),
  window_ns: z.int().positive(),
  requests: z.strictObject({ warmup: count, window: count, drained: count }),
  errors,
  errors_outside_window: errors,
};

const resultWith = <T extends z.ZodType>(form: T) =>
  z.strictObject({
    ...counted,
    rtt_ns: latenciesWith(form),
    server_latency_ns: latenciesWith(form),
    failure_rtt_ns: z.strictObject({ count, sum: exactInteger, max: count }),
    connections_opened: count,
    open_loop: z
      .strictObject({
        rate_per_s: z.number().positive(),
        due: count,
        unsent: count,
        send_delay_ns: latenciesWith(form),
      })
      .nullable(),
  });

const result = resultWith(histogram);
const storedResult = resultWith(storedHistogram);

const loadOnlyResult = z
  .strictObject({
    ...counted,
    rtt_ns: z.null(),
    server_latency_ns: z.null(),
    failure_rtt_ns: z.null(),
    /** Null: not known. */
    connections_opened: count.nullable(),
    open_loop: z.null(),
  })
  .describe('The result of a load-only client, which gives throughput only.');

const failed = z.strictObject({
  event: z.literal('failed'),
  kind: z.string(),
  message: z.string(),
});

const beforeTheResult = [hello, connected, interval, measuring, windowEnd, failed] as const;

/** Of a client that is not load-only: it may not leave out its latencies. */
export const clientEventSchema = z.discriminatedUnion('event', [...beforeTheResult, result]);

export const loadOnlyEventSchema = z.discriminatedUnion('event', [
  ...beforeTheResult,
  loadOnlyResult,
]);

/** Of clients of both kinds; which of the results a client may print is told by its manifest. */
export const publishedEventSchema = z.union([...beforeTheResult, result, loadOnlyResult]);

/** Parts that the journal keeps. */
export const clientRunSchema = z.strictObject({
  hello,
  connected,
  intervals: z.array(interval.omit({ event: true })),
  window_end: windowEnd,
  result: z.union([storedResult, loadOnlyResult]),
});

export type ClientEvent = z.infer<typeof clientEventSchema>;
export type AnyClientEvent = ClientEvent | z.infer<typeof loadOnlyEventSchema>;
type ClientResult = z.infer<typeof result>;
/** Of a client of either kind. */
export type AnyClientRun = z.infer<typeof clientRunSchema>;
/** Of a client that is not load-only. */
export type ClientRun = Omit<AnyClientRun, 'result'> & { readonly result: ClientResult };
export type ClientSettings = z.infer<typeof settings>;
export type ClientErrors = z.infer<typeof errors>;
export type Latencies = ClientResult['rtt_ns'];
export type HistogramData = z.infer<typeof histogram>;
export type StoredLatencies = z.infer<typeof storedResult>['rtt_ns'];
export type StoredHistogram = z.infer<typeof storedHistogram>;
