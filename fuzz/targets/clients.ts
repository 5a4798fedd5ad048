/** What clients print. */
import fc from 'fast-check';
import * as ab from '../../services/clients/ab/read-ab.mjs';
import {
  failures,
  readReport,
  successes,
  UnreadableReport,
} from '../../services/clients/wrk/read-wrk.mjs';
import { readCommandLine, UsageError } from '../../services/clients/wrk/settings.mjs';
import {
  clientEventSchema,
  clientRunSchema,
  loadOnlyEventSchema,
} from '../../src/measure/client-events.ts';
import { ClientFault, ClientProtocol } from '../../src/measure/client-protocol.ts';
import type { EventSchema } from '../../src/measure/client-protocol.ts';
import { expectFinite, expectThat, valueUnlessRefused } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';
import { jsonLike } from '../values.ts';
import { EVENTS, LOAD_ONLY_EVENTS } from '../client-samples.ts';

const linesOf = (events: readonly unknown[]): string =>
  events.map((event) => JSON.stringify(event)).join('\n');

/** A journal keeps what a client says that broke the contract. */
const LONGEST_FAULT = 1000;

function checkRun(lines: readonly string[], schema: EventSchema): void {
  const nothing = (): void => undefined;
  const protocol = new ClientProtocol(schema, { onMeasuring: nothing, onWindowEnd: nothing });
  const run = valueUnlessRefused(ClientFault, () => {
    try {
      for (const line of lines) protocol.line(line);
      return protocol.finish();
    } catch (error) {
      if (error instanceof ClientFault)
        expectThat(error.message.length < LONGEST_FAULT, `${error.message.length} characters`);
      throw error;
    }
  });
  // Whatever is taken from a client must be readable in the journal again.
  if (run !== undefined) clientRunSchema.parse(JSON.parse(JSON.stringify(run)));
}

const asLines = (text: string): string =>
  (JSON.parse(text) as readonly unknown[]).map((event) => JSON.stringify(event)).join('\n');

const events: Target = {
  name: 'client-events',
  about: 'events of clients, in their order',
  inputs: fc.oneof(
    textsLike([linesOf(EVENTS), linesOf(LOAD_ONLY_EVENTS)]),
    jsonLike([EVENTS, LOAD_ONLY_EVENTS]).map((text) =>
      text.startsWith('[') ? asLines(text) : text,
    ),
  ),
  frames: [
    ['{"event":"', '"}'],
    ['{"event":"hello","x":', '}'],
    [linesOf(EVENTS.slice(0, 1)).slice(0, -2), '}}'],
    [`${linesOf(EVENTS.slice(0, -1))}\n{"event":"result","rtt_ns":{"histogram":"`, '"}}'],
  ],
  check: (text) => {
    const lines = text.split('\n');
    checkRun(lines, clientEventSchema);
    checkRun(lines, loadOnlyEventSchema);
  },
};

const REPORT = `Running 2s test @ http://127.0.0.1:8000/order
  1 threads and 100 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.53ms  293.52us   9.67ms   93.88%
    Req/Sec    65.56k     2.03k   68.36k    85.00%
  130422 requests in 2.00s, 31.59MB read
  Socket errors: connect 1, read 20, write 3, timeout 400
  Non-2xx or 3xx responses: 5000
Requests/sec:  65179.91
Transfer/sec:     15.79MB
`;

const wrk: Target = {
  name: 'wrk-report',
  about: 'what wrk prints at its end',
  inputs: textsLike([
    REPORT,
    REPORT.replace(/ {2}Socket.*\n.*\n/, ''),
    REPORT.replaceAll('65.56k', '-nan').replace('130422', '0').replace('65179.91', '0.00'),
  ]),
  frames: [
    ['  ', ' requests in 2.00s, 31.59MB read\nRequests/sec: 1\n'],
    ['  1 requests in ', ', 1B read\nRequests/sec: 1\n'],
    [REPORT, ''],
    ['  1 requests in 1s, 1B read\nRequests/sec: ', '\n'],
  ],
  check: (text) => {
    const report = valueUnlessRefused(UnreadableReport, () => readReport(text));
    if (report === undefined) return;
    expectFinite(report);
    expectFinite(failures(report));
    expectThat(successes(report) >= 0 && report.window_ns >= 0, 'a negative figure');
  },
};

const wrkCommandLine: Target = {
  name: 'wrk-command-line',
  about: 'flags of the adapter of wrk',
  inputs: textsLike([
    '--url\nhttp://[::1]:80/\n--connections\n8\n--threads\n2\n--warmup\n500ms\n--format\njson',
    '--duration\n2000ms\n--payload-bytes=100\n--timeout\n1s\n--no-keep-alive',
  ]),
  frames: [
    ['--url\nhttp://', ''],
    ['--duration\n1', 's'],
    ['--', ''],
  ],
  check: (text) => {
    expectFinite(valueUnlessRefused(UsageError, () => readCommandLine(text.split('\n'))));
  },
};

const AB_REPORT = `Benchmarking 127.0.0.1 (be patient)
Time taken for tests:   2.000 seconds
Complete requests:      89012
Failed requests:        1234
   (Connect: 1, Receive: 200, Length: 1000, Exceptions: 33)
Write errors:           4
Non-2xx responses:      50
Keep-Alive requests:    87654
Total transferred:      21362880 bytes
Requests per second:    44506.00 [#/sec] (mean)
`;

const abReport: Target = {
  name: 'ab-report',
  about: 'what ab prints at its end',
  inputs: textsLike([
    AB_REPORT,
    AB_REPORT.replace(/ {3}\(Connect.*\n.*\n.*\n.*\n/, '').replace('1234', '0'),
    AB_REPORT.replace('89012', '0').replace(/Requests per.*\n/, ''),
  ]),
  frames: [
    [AB_REPORT, ''],
    ['Time taken for tests: ', ` seconds\n${AB_REPORT}`],
    ['Requests per second: ', ` [#/sec] (mean)\n${AB_REPORT}`],
    ['Keep-Alive requests: ', `\n${AB_REPORT}`],
  ],
  check: (text) => {
    const report = valueUnlessRefused(ab.UnreadableReport, () => ab.readReport(text));
    if (report === undefined) return;
    expectFinite(report);
    expectFinite(ab.failures(report));
    expectThat(
      ab.successes(report) >= 0 && ab.closed(report, 1) >= 0 && report.window_ns >= 0,
      'a negative figure',
    );
  },
};

export const CLIENT_TARGETS: readonly Target[] = [events, wrk, wrkCommandLine, abReport];
