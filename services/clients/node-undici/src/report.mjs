// Writes the events of a run: JSON lines for the tool, or a block for people.
import { percentile } from './distribution.mjs';

/** A bigint that a number cannot hold becomes a decimal string. */
function exact(key, value) {
  if (typeof value !== 'bigint') return value;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}

export const REPORTS = {
  json(event) {
    process.stdout.write(`${JSON.stringify(event, exact)}\n`);
  },
  text(event) {
    if (event.event === 'result') process.stdout.write(`${textOf(event)}\n`);
    if (event.event === 'failed') {
      process.stderr.write(`the run could not be carried out: ${event.message}\n`);
    }
  },
};

const ms = (ns) => (Number.isFinite(ns) ? `${(ns / 1e6).toFixed(3)} ms` : '-');
const mean = ({ count, sum }) => (count === 0 ? NaN : Number(sum) / count);

export function textOf({ window_ns, requests, rtt_ns, server_latency_ns, errors, failure_rtt_ns }) {
  const windowS = window_ns / 1e9;
  const failed = failure_rtt_ns.count;
  const rows = [
    ['Total time', `${windowS.toFixed(3)} s`],
    ['Requests', requests.window + failed],
    ['Successful', requests.window],
    ['Failed', failed],
    ['Throughput', `${(requests.window / windowS).toFixed(1)} req/s`],
    ['RTT average', ms(mean(rtt_ns))],
    ['RTT P50', ms(percentile(rtt_ns, 50))],
    ['RTT P95', ms(percentile(rtt_ns, 95))],
    ['RTT P99', ms(percentile(rtt_ns, 99))],
    ['Server latency average', ms(mean(server_latency_ns))],
  ];
  if (failed > 0) rows.push(['Failures', kindsIn(errors).join(', ')]);
  return rows.map(([name, value]) => `${`${name}:`.padEnd(24)}${value}`).join('\n');
}

function kindsIn({ http_status = {}, ...kinds }) {
  const statuses = Object.entries(http_status).map(([code, n]) => `http_status ${code} ${n}`);
  return [...Object.entries(kinds).map(([kind, n]) => `${kind} ${n}`), ...statuses];
}
