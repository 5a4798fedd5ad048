/** One connection kept for many requests, against a new one for each. */
import { comparing, type Load, type Side, type Topic } from '../line.ts';

const NEW: Load = { keep_alive: false };

/** On a server that is never the limit of the clients, which is what the guide compares. */
function reusing(client: string): [Side, Side] {
  const pair = { server: 'rust-actix', client };
  return [
    { name: 'kept connections', ...pair },
    { name: 'a connection for each request', ...pair, load: NEW },
  ];
}

const ADVISED = { concerns: 'client', by: 'speed', advised: 'first' } as const;

export const keepAlive: Topic = {
  name: 'keep-alive',
  title: 'Keep-alive',
  lines: ['rust-reqwest', 'cpp-cpr', 'python-aiohttp', 'go-nethttp'].map((client) =>
    comparing(
      ADVISED,
      `keep-alive-${client}`,
      `Reuse connections (${client}).`,
      ...reusing(client),
    ),
  ),
};
