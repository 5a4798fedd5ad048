/** Open loop: orders are due at fixed times, also while the server stalls, and count from then. */
import { setTimeout } from 'node:timers/promises';
import type { ClientRun } from '../../client-events.ts';
import { different } from '../problem-text.ts';
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

const ordersIn = (time_ms: number) => (RATE_PER_S * time_ms) / 1000;
const DUE = ordersIn(DURATION_MS);
const DUE_IN_ALL = ordersIn(WARMUP_MS + DURATION_MS);

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
  const { open_loop, window_ns, rtt_ns } = result;
  if (open_loop === null) {
    return ['result.open_loop: expected an account of the open loop, got null'];
  }
  const { rate_per_s, due, unsent, send_delay_ns } = open_loop;
  const due_in_window = ordersIn(window_ns / 1e6);
  // On a busy machine the warm-up may take some of the window's time, or the window may last longer.
  const least_due = Math.min(DUE, due_in_window) - TOLERANCE;
  const most_due = Math.max(DUE, due_in_window) + TOLERANCE;
  const sent_or_not = traffic.orders.length + unsent;
  return [
    ...different('result.open_loop.rate_per_s', RATE_PER_S, rate_per_s),
    ...outside('result.open_loop.due', due, least_due, most_due),
    ...outside('orders sent or unsent', sent_or_not, DUE_IN_ALL - TOLERANCE, 1.5 * DUE_IN_ALL),
    ...stallProblems('result.open_loop.send_delay_ns.max', send_delay_ns.max),
    ...stallProblems('result.rtt_ns.max, counted from the due time', rtt_ns.max),
  ];
}

function outside(what: string, got: number, least: number, most: number): string[] {
  return got >= least && got <= most
    ? []
    : [`${what}: expected ${Math.floor(least)} to ${Math.ceil(most)}, got ${got}`];
}

/** Orders that were due while the server stalled leave late, and their round trip began when they were due. */
function stallProblems(what: string, got_ns: number | null): string[] {
  // Half of the stall: the first order that it delays may be due some time after it began.
  const least_ns = (STALL_MS / 2) * 1e6;
  return got_ns !== null && got_ns >= least_ns
    ? []
    : [
        `${what}: expected at least ${least_ns} after a stall of ${STALL_MS} ms, got ${got_ns ?? 'null'}`,
      ];
}
