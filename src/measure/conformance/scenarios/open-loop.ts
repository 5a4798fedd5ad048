/** Open loop: orders are due at fixed times, also while the server stalls, and count from then. */
import { setTimeout } from 'node:timers/promises';
import type { ClientRun } from '../../client-events.ts';
import { BASE_SETTINGS, failureProblems, windowLengthProblems, type Scenario } from './scenario.ts';
import type { Reply, Traffic } from '../traffic.ts';

const CONNECTIONS = 8;
const RATE_PER_S = 500;
const WARMUP_MS = 200;
const DURATION_MS = 500;

/** The server answers nothing for a while from about 100 ms into the window. */
const STALL_AT_ORDER = 150;
const STALL_MS = 150;

/** Orders that may fall on either side of a phase's ends. */
const TOLERANCE = 10;

export function openLoop(): Scenario {
  let stall: Promise<void> | null = null;
  return {
    name: 'open loop',
    settings: {
      ...BASE_SETTINGS,
      connections: CONNECTIONS,
      warmup_ms: WARMUP_MS,
      duration_ms: DURATION_MS,
      rate_per_s: RATE_PER_S,
    },
    async reply(order): Promise<Reply> {
      if (order.index >= STALL_AT_ORDER) {
        stall ??= setTimeout(STALL_MS);
        await stall;
      }
      return 'right';
    },
    check: (run, traffic) => [
      ...failureProblems(run),
      ...windowLengthProblems(run, DURATION_MS),
      ...scheduleProblems(run, traffic),
    ],
  };
}

function scheduleProblems({ result }: ClientRun, traffic: Traffic): string[] {
  const { open_loop, window_ns, requests } = result;
  if (open_loop === null) {
    return ['result.open_loop: expected an account of the open loop, got null'];
  }
  const { rate_per_s, due, unsent, send_delay_ns } = open_loop;
  const due_in_window = (RATE_PER_S * window_ns) / 1e9;
  const due_in_all = due_in_window + (RATE_PER_S * WARMUP_MS) / 1e3;
  // Half of the stall: the order that meets it first may be sent late for other reasons too.
  const least_delay_ns = (STALL_MS / 2) * 1e6;
  return [
    ...about('result.open_loop.rate_per_s', RATE_PER_S, rate_per_s, 0),
    ...about('result.open_loop.due', due_in_window, due, TOLERANCE),
    ...about(
      'orders sent or counted as unsent',
      due_in_all,
      traffic.orders.length + unsent,
      TOLERANCE,
    ),
    ...about(
      'result.requests.window, against due - unsent',
      due - unsent,
      requests.window,
      2 * TOLERANCE,
    ),
    ...atLeast('result.open_loop.send_delay_ns.max', least_delay_ns, send_delay_ns.max),
    ...atLeast(
      'result.rtt_ns.max, counted from the due time',
      send_delay_ns.max ?? 0,
      result.rtt_ns.max,
    ),
  ];
}

function about(what: string, expected: number, got: number, tolerance: number): string[] {
  return Math.abs(got - expected) <= tolerance
    ? []
    : [`${what}: expected ${expected.toFixed(0)} (+-${tolerance}), got ${got}`];
}

/** The server stalls for 150 ms, so the orders that are due meanwhile leave late. */
function atLeast(what: string, expected_ns: number, got_ns: number | null): string[] {
  return got_ns !== null && got_ns >= expected_ns
    ? []
    : [
        `${what}: expected at least ${expected_ns} after a stall of ${STALL_MS} ms, got ${got_ns ?? 'null'}`,
      ];
}
