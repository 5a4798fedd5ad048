/** Judges one answer of a server against what its vector expects. Pure. */
import { z } from 'zod';
import type { Answer } from './probe.ts';
import type { Vector } from './vectors.ts';
import { parseExactJson } from './exact-json.ts';

/** A server's clock may differ from ours a little when it runs on another machine. */
const MAX_CLOCK_DISTANCE_NS = 5_000_000_000n;

const orderAnswerSchema = z.strictObject({
  status: z.literal('success'),
  order_id: z.string(),
  server_receive_time: z.bigint(),
  client_send_time: z.bigint(),
  latency_ns: z.bigint(),
});

const errorAnswerSchema = z.strictObject({ error: z.string().min(1) });

export type Expectation = Vector['expect'];

/** The answer as the contract wants it, in short: `400 {"error":"quantity …"}`. */
export function expectedAnswer({ status, order, error_field }: Expectation): string {
  const codes = status.join(' or ');
  if (order !== undefined) {
    const id = JSON.stringify(order.order_id.slice(0, 40));
    const times = '"server_receive_time":N,"client_send_time"';
    return `${codes} {"status":"success","order_id":${id},${times}:${order.client_send_time},"latency_ns":N}`;
  }
  if (status.includes(400)) {
    return `${codes} {"error":"${error_field === undefined ? '' : `${error_field} `}…"}`;
  }
  return codes;
}

/** What should have come instead of this answer; null: nothing is wrong with it. */
export function wrongAnswer(expect: Expectation, answer: Answer, now_ns: bigint): string | null {
  const expected = expectedAnswer(expect);
  if (!expect.status.includes(answer.status)) {
    return expected;
  }
  const hasJson = answer.status === 200 || answer.status === 400;
  if (!hasJson) {
    return null;
  }
  if (!isJsonType(answer.content_type)) {
    return `${expected} with Content-Type application/json, not "${answer.content_type}"`;
  }
  const body = parsedBody(answer.body);
  const fault = answer.status === 200 ? wrongOrder(expect, body, now_ns) : wrongError(expect, body);
  return fault === null ? null : `${expected}${fault}`;
}

function isJsonType(content_type: string): boolean {
  return /^application\/json *(;|$)/i.test(content_type);
}

/** Undefined, which no schema accepts, for what is not JSON. */
function parsedBody(body: Buffer): unknown {
  try {
    return parseExactJson(body);
  } catch {
    return undefined;
  }
}

function wrongOrder({ order }: Expectation, body: unknown, now_ns: bigint): string | null {
  const parsed = orderAnswerSchema.safeParse(body);
  if (!parsed.success) {
    return '';
  }
  const { order_id, server_receive_time, client_send_time, latency_ns } = parsed.data;
  if (
    order !== undefined &&
    (order_id !== order.order_id || client_send_time !== order.client_send_time)
  ) {
    return '';
  }
  const difference = server_receive_time - client_send_time;
  if (latency_ns !== difference) {
    return ` with latency_ns = server_receive_time - client_send_time = ${difference}`;
  }
  const distance = server_receive_time - now_ns;
  if (distance > MAX_CLOCK_DISTANCE_NS || distance < -MAX_CLOCK_DISTANCE_NS) {
    return ` with server_receive_time in epoch nanoseconds, now ${now_ns}`;
  }
  return null;
}

function wrongError({ error_field }: Expectation, body: unknown): string | null {
  const parsed = errorAnswerSchema.safeParse(body);
  return parsed.success && parsed.data.error.startsWith(error_field ?? '') ? null : '';
}
