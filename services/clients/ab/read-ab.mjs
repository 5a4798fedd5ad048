// Reads what ab prints at its end; a line of another form than the known one is an error.

/** ab printed something else than its report. */
export class UnreadableReport extends Error {}

const SHOWN = 40;

/** @param {string} text */
function count(text) {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new UnreadableReport(`ab printed "${text.slice(0, SHOWN)}" in place of a count`);
}

/** @param {string} text */
function decimal(text) {
  if (/^\d+\.\d+$/.test(text) && Number.isFinite(Number(text))) return Number(text);
  throw new UnreadableReport(`ab printed "${text.slice(0, SHOWN)}" in place of a number`);
}

/**
 * What stands behind a name at the beginning of a line; null: there is no such line.
 * @param {string} report @param {string} name
 */
function optional(report, name) {
  for (const line of report.split('\n'))
    if (line.startsWith(`${name}:`)) return line.slice(name.length + 1).trim();
  return null;
}

/** @param {string} report @param {string} name */
function required(report, name) {
  const text = optional(report, name);
  if (text === null) throw new UnreadableReport(`ab printed no line "${name}"`);
  return text;
}

/** @param {string} report @param {string} name @param {string} unit */
function withUnit(report, name, unit) {
  const text = required(report, name);
  if (text.endsWith(` ${unit}`)) return text.slice(0, -unit.length - 1);
  throw new UnreadableReport(`ab printed "${text.slice(0, SHOWN)}" as "${name}", without "${unit}"`);
}

/** Half of the last digit that ab prints. */
const TIME_ROUNDING_S = 0.0005;
const RATE_ROUNDING = 0.005;

/**
 * ab rounds its time to ms and the rate to 0.01: the one that leaves less open tells the time.
 * @param {number} requests @param {string} report
 */
function windowNs(requests, report) {
  const by_time_s = decimal(withUnit(report, 'Time taken for tests', 'seconds'));
  // Without an answer ab prints no rate.
  if (requests === 0) return Math.round(by_time_s * 1e9);
  const rps = decimal(withUnit(report, 'Requests per second', '[#/sec] (mean)'));
  const shortest_s = requests / (rps + RATE_ROUNDING);
  const longest_s = rps > RATE_ROUNDING ? requests / (rps - RATE_ROUNDING) : Infinity;
  // Both were made from one time; the slack is that of floating point.
  const slack_s = 1e-9 * (1 + by_time_s);
  const isShorter = by_time_s + TIME_ROUNDING_S + slack_s < shortest_s;
  if (isShorter || by_time_s - TIME_ROUNDING_S - slack_s > longest_s)
    throw new UnreadableReport(
      `ab contradicts itself: ${requests} requests in ${by_time_s} s are not ${rps} a second`,
    );
  const isRateBetter = longest_s - shortest_s < 2 * TIME_ROUNDING_S;
  return Math.round((isRateBetter ? requests / rps : by_time_s) * 1e9);
}

const NO_FAILURES = { connect: 0, receive: 0, length: 0, exceptions: 0 };

/** @param {string} report @param {number} failed */
function failedBy(report, failed) {
  if (failed === 0) return NO_FAILURES;
  const found =
    /^ +\(Connect: (\d+), Receive: (\d+), Length: (\d+), Exceptions: (\d+)\)$/m.exec(report);
  if (found === null)
    throw new UnreadableReport('ab counted failures in a form that is not known here');
  const [connect = 0, receive = 0, length = 0, exceptions = 0] = found.slice(1).map(count);
  return { connect, receive, length, exceptions };
}

/**
 * @typedef {object} Report
 * @property {number} requests that ended, whatever the status; some of those that failed are among them
 * @property {number} window_ns
 * @property {number} read_bytes
 * @property {number | null} kept answers after which the connection was kept; null: ab was not to keep any
 * @property {number} failed without those that have a bad status
 * @property {{connect: number, receive: number, length: number, exceptions: number}} failed_by
 * @property {number} write_errors
 * @property {number} bad_statuses answers with a status other than 2xx
 */

/**
 * Throws an UnreadableReport.
 * @param {string} report
 * @returns {Report}
 */
export function readReport(report) {
  const requests = count(required(report, 'Complete requests'));
  const failed = count(required(report, 'Failed requests'));
  const kept = optional(report, 'Keep-Alive requests');
  return {
    requests,
    window_ns: windowNs(requests, report),
    read_bytes: count(withUnit(report, 'Total transferred', 'bytes')),
    kept: kept === null ? null : count(kept),
    failed,
    failed_by: failedBy(report, failed),
    write_errors: count(optional(report, 'Write errors') ?? '0'),
    bad_statuses: count(optional(report, 'Non-2xx responses') ?? '0'),
  };
}

/** Answers with a good status; no more than there were. @param {Report} report */
export function successes({ requests, failed, write_errors, bad_statuses }) {
  return Math.max(0, requests - failed - write_errors - bad_statuses);
}

/**
 * By the kinds of the contract, absent ones left out. ab tells neither why a connection could not be opened
 * nor which status an answer had.
 * @param {Report} report
 * @returns {Record<string, number>}
 */
export function failures({ failed, failed_by, write_errors, bad_statuses }) {
  const { receive, length } = failed_by;
  const kinds = {
    reset: receive + write_errors,
    bad_body: length,
    other: Math.max(0, failed - receive - length) + bad_statuses,
  };
  return Object.fromEntries(Object.entries(kinds).filter(([, count]) => count > 0));
}

/**
 * How often a connection was not kept after a good answer. Releases of ab count differently: the last answer
 * on a connection may be taken for one after which it was not kept.
 * @param {Report} report @param {number} connections
 */
export function closed({ requests, kept, failed }, connections) {
  return Math.max(0, requests - failed - connections - (kept ?? 0));
}
