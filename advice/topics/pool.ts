/** The size of a client's pool of connections, at one and the same rate of requests. */
import { comparing, type Side, type Topic } from '../line.ts';

/** Half of what the pair can do: a pool that is too small shows as waiting, not as overload. */
const RATE_SHARE = 0.5;

function pool(connections: number, client: string): Side {
  return {
    name: `a pool of ${connections}`,
    server: 'rust-actix',
    client,
    load: { connections, rate_share: RATE_SHARE },
  };
}

const BY_LATENCY = { concerns: 'client', by: 'p99', advised: 'first' } as const;

export const connectionPool: Topic = {
  name: 'pool',
  title: 'Connection pool',
  lines: ['rust-reqwest', 'cpp-cpr', 'python-aiohttp'].map((client) =>
    comparing(
      BY_LATENCY,
      `pool-${client}`,
      `Give the connection pool a fitting size (${client}).`,
      pool(32, client),
      pool(2, client),
      pool(200, client),
    ),
  ),
};
