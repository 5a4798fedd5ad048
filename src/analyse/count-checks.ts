/** Checks of what was counted: both sides must have seen the same requests and connections. */
import type { Settings } from '../plan/facts.ts';
import {
  allSuccessful,
  countFailures,
  loadOnlyReason,
  type Failures,
  type Reading,
} from './reading.ts';
import { beyond, type WindowCheck } from './window-check.ts';
import { counted, wholeNumber } from './wording.ts';

const ALLOWANCE_MS = 50;
/** wrk looks each 100 ms whether it is to stop. */
const LOAD_ONLY_ALLOWANCE_MS = 250;
/** The tool reads of a window's ends a moment later, and a stall may fall on one of them. */
const CLOCK_ALLOWANCE_MS = 1000;
const CLOCK_ALLOWANCE_SHARE = 0.2;

export function countChecks(reading: Reading, settings: Settings): WindowCheck[] {
  return [
    noErrors(reading),
    requestsMatchServer(reading),
    ...connections(reading, settings),
    windowLength(reading, settings),
    windowByClock(reading),
  ];
}

/** `12 http_503, 3 reset`. */
export function failureList(failures: Failures): string {
  return Object.entries(failures)
    .map(([kind, count]) => `${wholeNumber(count)} ${kind}`)
    .join(', ');
}

/** `76.4 %`; all of them are 100 %, and fewer are not. */
function shareText(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  if (part === whole) return '100 %';
  return percent < 0.1 ? 'under 0.1 %' : `${Math.min(percent, 99.9).toFixed(1)} %`;
}

function noErrors(reading: Reading): WindowCheck {
  const { failures_in_window: inside, failures_outside: outside } = reading;
  const { window, warmup, drained } = reading.window.client_run.result.requests;
  const places = [
    { where: 'in the window', failures: inside, ok: window },
    { where: 'before or after the window', failures: outside, ok: warmup + drained },
  ];
  const parts = places.flatMap(({ where, failures, ok }) => {
    const failed = countFailures(failures);
    if (failed === 0) return [];
    const of = `${wholeNumber(failed)} of ${counted(ok + failed, 'request')}`;
    return `${of} failed ${where}, ${shareText(failed, ok + failed)} (${failureList(failures)})`;
  });
  const errors = countFailures(inside) + countFailures(outside);
  return {
    name: 'no_errors',
    value: errors,
    limit: '0',
    excess: errors,
    reason: parts.join(', '),
  };
}

const NO_COUNTS = 'the server has no /stats, what it counted is not known';

function requestsMatchServer(reading: Reading): WindowCheck {
  const name = 'requests_match_server';
  const client = allSuccessful(reading);
  // A load-only client loses sight of the requests that are in flight when it ends.
  const isLoadOnly = reading.rtt.absent !== null;
  const limit = isLoadOnly ? '<= 0' : '0';
  const server = reading.window.server_counted?.orders;
  if (server === undefined) return { name, value: null, limit, excess: null, reason: NO_COUNTS };
  return {
    name,
    value: client - server,
    limit,
    excess: isLoadOnly ? client - server : Math.abs(client - server),
    reason: `the client counted ${counted(client, 'request')}, the server ${wholeNumber(server)}`,
  };
}

/**
 * With keep-alive exactly C connections carry the whole run. Without it each request has one of its
 * own; a failed request may have failed before it had one, so there the number has some play.
 */
function connections(reading: Reading, settings: Settings): WindowCheck[] {
  const ok = allSuccessful(reading);
  const failed =
    countFailures(reading.failures_in_window) + countFailures(reading.failures_outside);
  const expected = settings.keep_alive
    ? {
        low: settings.connections,
        high: settings.connections,
        limit: `= ${settings.connections}`,
      }
    : { low: ok, high: ok + failed, limit: 'one for each request' };
  const wanted = settings.keep_alive
    ? wholeNumber(settings.connections)
    : `one for each of ${counted(ok + failed, 'request')}`;
  const { limit } = expected;
  const check = (name: string, value: number, verb: string): WindowCheck => ({
    name,
    value,
    limit,
    excess: beyond(value, expected.low, expected.high),
    reason: `${verb} ${counted(value, 'connection')} instead of ${wanted}`,
  });
  const unmade = (name: string, reason: string): WindowCheck => ({
    ...{ name, value: null, limit, excess: null, reason },
  });
  const { result } = reading.window.client_run;
  if (result.rtt_ns === null)
    return ['connections_opened', 'connections_accepted'].map((name) =>
      unmade(name, loadOnlyReason(reading.client)),
    );
  const accepted = reading.window.server_counted?.connections;
  return [
    check('connections_opened', result.connections_opened, 'the client opened'),
    accepted === undefined
      ? unmade('connections_accepted', NO_COUNTS)
      : check('connections_accepted', accepted, 'the server accepted'),
  ];
}

function windowLength(reading: Reading, settings: Settings): WindowCheck {
  const { result } = reading.window.client_run;
  if (settings.duration_ms === null) {
    const asked = settings.requests ?? 0;
    const completed = result.requests.window + countFailures(reading.failures_in_window);
    return {
      name: 'window_length',
      value: completed,
      limit: `${asked} requests`,
      excess: Math.abs(completed - asked),
      reason: `${counted(completed, 'request')} completed in the window, ${wholeNumber(asked)} were asked for`,
    };
  }
  const asked_ms = settings.duration_ms;
  const window_ms = result.window_ns / 1e6;
  const low_ms = 0.98 * asked_ms;
  // Short windows get a fixed allowance: ending a window takes a timer tick, however short it is.
  const allowance_ms = result.rtt_ns === null ? LOAD_ONLY_ALLOWANCE_MS : ALLOWANCE_MS;
  const high_ms = Math.max(1.05 * asked_ms, asked_ms + allowance_ms);
  return {
    name: 'window_length',
    value: window_ms,
    limit: `${low_ms.toFixed(0)} to ${high_ms.toFixed(0)} ms`,
    excess: beyond(window_ms, low_ms, high_ms),
    reason: `the window was ${window_ms.toFixed(0)} ms long, ${wholeNumber(asked_ms)} ms were asked for`,
  };
}

/** Throughput is as wrong as the length of the window: a client's clock may be. */
function windowByClock({ window }: Reading): WindowCheck {
  const told_ms = window.client_run.result.window_ns / 1e6;
  const seen_ms = window.usage.client.elapsed_ns / 1e6;
  const allowance_ms = CLOCK_ALLOWANCE_MS + CLOCK_ALLOWANCE_SHARE * told_ms;
  return {
    name: 'window_by_clock',
    value: told_ms - seen_ms,
    limit: `within ${allowance_ms.toFixed(0)} ms`,
    excess: Math.abs(told_ms - seen_ms) - allowance_ms,
    reason: `the window was ${wholeNumber(told_ms)} ms long by the client, ${wholeNumber(seen_ms)} ms by the clock of pairbench`,
  };
}
