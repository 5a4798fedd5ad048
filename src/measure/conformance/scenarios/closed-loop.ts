/** Closed loop over kept connections: C of them, each with exactly one request in flight at all times. */
import type { ClientRun } from '../../client-events.ts';
import { different } from '../problem-text.ts';
import type { RecordedOrder, Reply, Traffic } from '../traffic.ts';
import { BASE_SETTINGS, failureProblems, windowLengthProblems, type Scenario } from './scenario.ts';

const CONNECTIONS = 8;
const DURATION_MS = 500;

/** By then every connection must be in use, so that the answers may wait for C requests in flight. */
const FIRST_HELD_ORDER = 4 * CONNECTIONS;

/** This one answer waits until the other connections went on, which a client that sends batches never does. */
const STRAGGLER = 6 * CONNECTIONS;

/** How long an answer waits for what a correct client does at once, be the machine ever so busy. */
const PATIENCE_MS = 1000;

export function closedLoop(): Scenario {
  let all_in_flight: Promise<boolean> | null = null;
  let went_on = false;
  return {
    name: 'closed loop',
    settings: {
      ...BASE_SETTINGS,
      connections: CONNECTIONS,
      warmup_ms: 200,
      duration_ms: DURATION_MS,
    },
    async reply(order, traffic): Promise<Reply> {
      if (order.index >= FIRST_HELD_ORDER) {
        const full = () => traffic.max_in_flight >= CONNECTIONS;
        all_in_flight ??= traffic.until(full, PATIENCE_MS);
        await all_in_flight;
      }
      if (order.index === STRAGGLER) {
        went_on = await traffic.until(othersGoOn(order, traffic), PATIENCE_MS);
      }
      return 'right';
    },
    check: (run, traffic) => [
      ...failureProblems(run),
      ...windowLengthProblems(run, DURATION_MS),
      ...different('connections accepted', CONNECTIONS, traffic.connections.length),
      ...different('connected.connections', CONNECTIONS, run.connected.connections),
      ...different('most requests in flight', CONNECTIONS, traffic.max_in_flight),
      ...(went_on
        ? []
        : [
            'while one answer was held back, the other connections had to go on sending, ' +
              'but they stopped: are requests sent in batches?',
          ]),
      ...warmupProblems(run, traffic),
      ...meanInFlightProblems(run),
      ...(run.intervals.some((interval) => interval.phase === 'window')
        ? []
        : [`expected an interval each 100 ms of the window, got none in ${DURATION_MS} ms`]),
    ],
  };
}

function othersGoOn(order: RecordedOrder, traffic: Traffic): () => boolean {
  const goals = traffic.connections
    .filter((connection) => connection !== order.connection)
    .map((connection) => ({ connection, orders: connection.orders.length + 2 }));
  return () => goals.every(({ connection, orders }) => connection.orders.length >= orders);
}

/** All connections are opened before the window begins, and the warm-up uses each of them. */
function warmupProblems({ result }: ClientRun, traffic: Traffic): string[] {
  const { warmup } = result.requests;
  const late = traffic.connections.filter((connection) => connection.opened_after_orders > warmup);
  const cold = traffic.connections.filter(
    ({ orders: [first] }) => first === undefined || first.index >= warmup + CONNECTIONS,
  );
  return [
    ...different('connections opened only after the warm-up', 0, late.length),
    ...different('connections that the warm-up did not use', 0, cold.length),
  ];
}

/** Little's law: all round trips of the window, laid end to end, fill it about C times over. */
function meanInFlightProblems({ result: { rtt_ns, window_ns } }: ClientRun): string[] {
  const in_flight = Number(rtt_ns.sum) / window_ns;
  // A request on each connection may have begun before the window, and one more end after it.
  const margin = (CONNECTIONS * (rtt_ns.max ?? 0)) / window_ns;
  return in_flight >= 0.5 * CONNECTIONS - margin && in_flight <= CONNECTIONS + margin
    ? []
    : [
        `result.rtt_ns.sum / result.window_ns: expected about ${CONNECTIONS} requests in flight, ` +
          `got ${in_flight.toPrecision(3)}`,
      ];
}
