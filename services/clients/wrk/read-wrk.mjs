// Reads what wrk prints at its end. Figures are rounded there and have units; an unknown one is an error.

/** wrk printed something else than its report. */
export class UnreadableReport extends Error {}

/** @type {Readonly<Record<string, number>>} */
const NS_PER_UNIT = { us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
/** @type {Readonly<Record<string, number>>} */
const FACTOR = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 };
/** @type {Readonly<Record<string, number>>} */
const BYTES_PER_UNIT = {
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
  PB: 2 ** 50,
};

/** @param {string} text @param {Readonly<Record<string, number>>} units */
function quantity(text, units) {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (number === '' || factor === undefined)
    throw new UnreadableReport(`wrk printed "${text}", which has no unit that is known here`);
  return finite(Number(number) * factor, text);
}

/** @param {number} number @param {string} text */
function finite(number, text) {
  if (Number.isFinite(number)) return number;
  throw new UnreadableReport(`wrk printed "${text.slice(0, 40)}…", which is no number`);
}

/** @param {string} text */
function count(text) {
  if (Number.isSafeInteger(Number(text))) return Number(text);
  throw new UnreadableReport(`wrk printed "${text.slice(0, 40)}…", which is too large a number`);
}

/** `1.50m` as ns. @param {string} text */
export const readTimeNs = (text) => quantity(text, NS_PER_UNIT);
/** `65.56k` as a number. @param {string} text */
export const readCount = (text) => quantity(text, FACTOR);
/** `31.59MB` as bytes. @param {string} text */
export const readBytes = (text) => quantity(text, BYTES_PER_UNIT);

/** Half of the last digit that a figure was printed with. @param {string} text @param {(text: string) => number} read */
function roundingOf(text, read) {
  return read(
    text.replace(
      /^\d+(\.\d+)?/,
      (_, digits = '') => `${0.5 / 10 ** Math.max(0, digits.length - 1)}`,
    ),
  );
}

/** @param {string} report @param {RegExp} pattern @param {string} what */
function required(report, pattern, what) {
  const found = pattern.exec(report);
  if (found === null) throw new UnreadableReport(`wrk printed no ${what}`);
  return found;
}

/**
 * wrk rounds its run time to hundredths of a unit and the rate to 0.01: the one that leaves less open
 * tells the time.
 * @param {number} requests @param {string} time @param {string} rate
 */
function windowNs(requests, time, rate) {
  const by_time_ns = readTimeNs(time);
  const rps = readCount(rate);
  if (requests === 0 || rps === 0) return Math.round(by_time_ns);
  const time_rounding_ns = roundingOf(time, readTimeNs);
  const rate_rounding = roundingOf(rate, readCount);
  const shortest_ns = (requests / (rps + rate_rounding)) * 1e9;
  const longest_ns = rps > rate_rounding ? (requests / (rps - rate_rounding)) * 1e9 : Infinity;
  // Both were made from one run time; the slack is that of floating point.
  const slack_ns = 1 + 1e-9 * by_time_ns;
  const isShorter = by_time_ns + time_rounding_ns + slack_ns < shortest_ns;
  if (isShorter || by_time_ns - time_rounding_ns - slack_ns > longest_ns)
    throw new UnreadableReport(
      `wrk contradicts itself: ${requests} requests in ${time} are not ${rate} a second`,
    );
  const isRateBetter = longest_ns - shortest_ns < 2 * time_rounding_ns;
  return Math.round(isRateBetter ? (requests / rps) * 1e9 : by_time_ns);
}

/**
 * @typedef {object} Report
 * @property {number} requests answered, whatever the status
 * @property {number} window_ns
 * @property {number} read_bytes
 * @property {number | null} thread_rps mean rate of one thread; null where wrk could not tell
 * @property {number} connect_errors
 * @property {number} read_errors
 * @property {number} write_errors
 * @property {number} timeouts answers that took longer than the limit
 * @property {number} bad_statuses answers with a status above 399
 */

/**
 * Throws an UnreadableReport.
 * @param {string} report
 * @returns {Report}
 */
export function readReport(report) {
  const [, answered = '', time = '', read = ''] = required(
    report,
    /^ +(\d+) requests in (\S+), (\S+) read$/m,
    'line of requests',
  );
  const [, rate = ''] = required(report, /^Requests\/sec: +(\S+)$/m, 'line "Requests/sec"');
  const [, thread = ''] = /^ +Req\/Sec +(\S+) /m.exec(report) ?? [];
  const socket =
    /^ +Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)$/m.exec(report) ??
    (/Socket errors/.test(report) ? null : ['', '0', '0', '0', '0']);
  const status =
    /^ +Non-2xx or 3xx responses: (\d+)$/m.exec(report) ??
    (/Non-2xx/.test(report) ? null : ['', '0']);
  if (socket === null || status === null)
    throw new UnreadableReport('wrk counted errors in a form that is not known here');
  const [connect_errors = 0, read_errors = 0, write_errors = 0, timeouts = 0] = socket
    .slice(1)
    .map(count);
  const requests = count(answered);
  return {
    requests,
    window_ns: windowNs(requests, time, rate),
    read_bytes: readBytes(read),
    thread_rps: /nan/.test(thread) || thread === '' ? null : readCount(thread),
    ...{ connect_errors, read_errors, write_errors, timeouts },
    bad_statuses: count(status[1] ?? ''),
  };
}

/** Answers in time and with a good status. @param {Report} report */
export function successes({ requests, timeouts, bad_statuses }) {
  return Math.max(0, requests - timeouts - bad_statuses);
}

/**
 * By the kinds of the contract, absent ones left out. wrk tells neither why a connection could not be
 * opened nor which status an answer had.
 * @param {Report} report
 * @returns {Record<string, number>}
 */
export function failures({ connect_errors, read_errors, write_errors, timeouts, bad_statuses }) {
  const kinds = {
    request_timeout: timeouts,
    eof: read_errors,
    reset: write_errors,
    other: connect_errors + bad_statuses,
  };
  return Object.fromEntries(Object.entries(kinds).filter(([, count]) => count > 0));
}
