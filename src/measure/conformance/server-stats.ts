/** Reads `GET /stats`, and compares what the server counted with what was sent. */
import { z } from 'zod';
import type { Exchange } from './probe.ts';
import type { VectorRequest } from './vectors.ts';
import { errorText } from '../../host/user-error.ts';
import { parseExactJson } from './exact-json.ts';
import { different, shortText } from './problem-text.ts';

const count = z.bigint().nonnegative().transform(Number);

const statsSchema = z.strictObject({
  server: z.string().min(1),
  build_id: z.string(),
  token: z.string(),
  pid: z.bigint().positive().transform(Number),
  workers: z.bigint().positive().transform(Number),
  total_requests: count,
  connections_accepted: count,
});

export type ServerStats = z.output<typeof statsSchema>;

export interface StatsReading {
  /** Null: there is no answer of the right shape. */
  readonly stats: ServerStats | null;
  readonly exchange: Exchange;
  readonly problems: readonly string[];
}

export async function readStats(
  send: (request: VectorRequest) => Promise<Exchange>,
  expectedToken: string | undefined,
): Promise<StatsReading> {
  const exchange = await send({ method: 'GET', path: '/stats', headers: {}, body: null });
  if (exchange.kind !== 'answer') {
    return { stats: null, exchange, problems: [`GET /stats: ${exchange.reason}`] };
  }
  const { status, content_type, body } = exchange.answer;
  const got = `got ${status} "${content_type}" ${shortText(body)}`;
  if (status !== 200 || !content_type.toLowerCase().startsWith('application/json')) {
    return { stats: null, exchange, problems: [`GET /stats -> expected 200 and JSON, ${got}`] };
  }
  try {
    const stats = statsSchema.parse(parseExactJson(body));
    const problems = different('GET /stats -> token', expectedToken ?? stats.token, stats.token);
    return { stats, exchange, problems };
  } catch (error) {
    const fault = error instanceof z.ZodError ? z.prettifyError(error) : errorText(error);
    return { stats: null, exchange, problems: [`GET /stats: ${shortText(fault)}, ${got}`] };
  }
}

/** What was done to the server between two readings. */
export interface Sent {
  readonly orders_answered_200: number;
  readonly connections_opened: number;
}

export function miscounted(before: ServerStats, after: ServerStats, sent: Sent): string[] {
  const orders = after.total_requests - before.total_requests;
  const connections = after.connections_accepted - before.connections_accepted;
  return [
    ...different('GET /stats -> rise of total_requests', sent.orders_answered_200, orders),
    ...different(
      'GET /stats -> rise of connections_accepted',
      sent.connections_opened,
      connections,
    ),
    ...different('GET /stats -> pid, asked twice', before.pid, after.pid),
  ];
}
