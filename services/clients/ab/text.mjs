// The result as a block for people.
import { failures, successes } from './read-ab.mjs';

/** @param {import('./read-ab.mjs').Report} report */
export function textOf(report) {
  const { requests, kept, window_ns, read_bytes } = report;
  const seconds = window_ns / 1e9;
  const errors = failures(report);
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const ok = successes(report);
  const rows = [
    ['Total time', `${seconds.toFixed(3)} s`],
    ['Requests', requests],
    ['Successful', ok],
    ['Failed', failed],
    ['On kept connections', kept ?? '-'],
    ['Throughput', `${(ok / seconds).toFixed(0)} req/s`],
    ['Read', `${(read_bytes / 2 ** 20).toFixed(1)} MiB`],
    ...(failed > 0 ? [['Failures', JSON.stringify(errors)]] : []),
  ];
  return rows.map(([name, value]) => `${`${name}:`.padEnd(24)}${value}`).join('\n');
}
