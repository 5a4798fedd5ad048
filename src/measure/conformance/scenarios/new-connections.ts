/** No keep-alive: a connection of its own for each request, which says `Connection: close`. */
import { different } from '../problem-text.ts';
import { BASE_SETTINGS, failureProblems, type Scenario } from './scenario.ts';

const REQUESTS = 100;

export function newConnections(): Scenario {
  const settings = { ...BASE_SETTINGS, requests: REQUESTS, payload_bytes: 1000, keep_alive: false };
  return {
    name: 'no keep-alive',
    settings,
    reply: () => 'right',
    check: (run, traffic) => [
      ...failureProblems(run),
      ...different('result.requests.window', REQUESTS, run.result.requests.window),
      ...different('connected.connections', 0, run.connected.connections),
      ...different(
        'connections, one for each order',
        traffic.orders.length,
        traffic.connections.length,
      ),
      ...different(
        'connections with other than one order',
        0,
        traffic.connections.filter(({ orders }) => orders.length !== 1).length,
      ),
      ...different(
        'orders without the header Connection: close',
        0,
        traffic.orders.filter((order) => !order.asks_to_close).length,
      ),
    ],
  };
}
