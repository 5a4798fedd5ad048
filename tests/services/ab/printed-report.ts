/** Prints figures as ab does: output_results() in support/ab.c of httpd 2.4. */

export interface MeasuredByAb {
  readonly requests: number;
  readonly run_us: number;
  readonly read_bytes: number;
  readonly connect: number;
  readonly receive: number;
  readonly length: number;
  readonly exceptions: number;
  readonly write: number;
  readonly status: number;
  /** Null: without -k. */
  readonly kept: number | null;
}

function failed({ connect, receive, length, exceptions }: MeasuredByAb): string[] {
  const sum = connect + receive + length + exceptions;
  const kinds = `   (Connect: ${connect}, Receive: ${receive}, Length: ${length}, Exceptions: ${exceptions})`;
  return [`Failed requests:        ${sum}`, ...(sum > 0 ? [kinds] : [])];
}

/** A rate needs an answer and a time. */
function rates({ requests, run_us, read_bytes }: MeasuredByAb): string[] {
  if (requests === 0) return [];
  const seconds = run_us / 1e6;
  return [
    `Requests per second:    ${(requests / seconds).toFixed(2)} [#/sec] (mean)`,
    `Time per request:       ${((seconds * 100_000) / requests).toFixed(3)} [ms] (mean)`,
    `Time per request:       ${((seconds * 1000) / requests).toFixed(3)} [ms] (mean, across all concurrent requests)`,
    `Transfer rate:          ${(read_bytes / 1024 / seconds).toFixed(2)} [Kbytes/sec] received`,
  ];
}

export function printed(run: MeasuredByAb): string {
  return [
    'This is ApacheBench, Version 2.3 <$Revision: 1923142 $>',
    '',
    'Benchmarking 127.0.0.1 (be patient)',
    ...['', '', 'Server Software:        ', 'Server Hostname:        127.0.0.1'],
    ...['Server Port:            8000', '', 'Document Path:          /order'],
    ...['Document Length:        Variable', '', 'Concurrency Level:      100'],
    `Time taken for tests:   ${(run.run_us / 1e6).toFixed(3)} seconds`,
    `Complete requests:      ${run.requests}`,
    ...failed(run),
    ...(run.write > 0 ? [`Write errors:           ${run.write}`] : []),
    ...(run.status > 0 ? [`Non-2xx responses:      ${run.status}`] : []),
    ...(run.kept === null ? [] : [`Keep-Alive requests:    ${run.kept}`]),
    `Total transferred:      ${run.read_bytes} bytes`,
    `Total body sent:        ${run.requests * 350}`,
    `HTML transferred:       ${run.read_bytes} bytes`,
    ...rates(run),
    '',
  ].join('\n');
}
