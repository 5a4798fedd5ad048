/** What servers print and answer. */
import { wrongAnswer } from '../../src/measure/conformance/server-answer.ts';
import type { Expectation } from '../../src/measure/conformance/server-answer.ts';
import { parseAnnouncement } from '../../src/measure/start-server.ts';
import { parseStats } from '../../src/measure/stats-answer.ts';
import { LineSplitter } from '../../src/runtime/lines.ts';
import { expectFinite, expectThat, valueUnlessRefused } from '../target.ts';
import type { Target } from '../target.ts';
import { textsLike } from '../texts.ts';

const STATS =
  '{"server":"go-gin","build_id":"1a2b","token":"t","pid":4711,"workers":1,"total_requests":123,"connections_accepted":7}';
const ANSWER =
  '{"status":"success","order_id":"a1","server_receive_time":1764039641123500000,"client_send_time":1764039641123456789,"latency_ns":43211}';
const NOW_NS = 1_764_039_641_123_500_000n;
const EXPECT: Expectation = {
  status: [200],
  order: { order_id: 'a1', client_send_time: 1_764_039_641_123_456_789n },
  may_close: false,
};
const REFUSAL: Expectation = { status: [400], error_field: 'quantity', may_close: false };
/** Of sentences that quote what came. */
const LONGEST_FAULT = 2000;

function refusedShortly<T>(parse: () => T): T | undefined {
  return valueUnlessRefused(Error, () => {
    try {
      return parse();
    } catch (error) {
      if (error instanceof Error)
        expectThat(error.message.length < LONGEST_FAULT, `${error.message.length} characters`);
      throw error;
    }
  });
}

const stats: Target = {
  name: 'stats',
  about: 'answers to GET /stats',
  inputs: textsLike([STATS]),
  frames: [
    ['{"server":"', '"}'],
    [`${STATS.slice(0, -1)},"x":`, '}'],
    ['{"pid":', '}'],
  ],
  check: (text) => {
    expectFinite(refusedShortly(() => parseStats(text)));
  },
};

const announcement: Target = {
  name: 'announcement',
  about: 'the first line of a server',
  inputs: textsLike(['{"event":"listening","port":8000,"pid":4711}']),
  frames: [
    ['{"event":"', '"}'],
    ['{"port":', '}'],
  ],
  check: (text) => {
    const heard = refusedShortly(() => parseAnnouncement(text));
    if (heard !== undefined) expectThat(heard.port > 0 && heard.port < 65_536, 'no port');
  },
};

const answer: Target = {
  name: 'server-answer',
  about: 'answers to orders',
  inputs: textsLike([ANSWER, '{"error":"quantity must be an integer"}']),
  frames: [
    ['{"order_id":"', '"}'],
    ['{"latency_ns":', '}'],
    ['{"error":"', '"}'],
  ],
  check: (text) => {
    const body = Buffer.from(text);
    const content_type = 'application/json';
    for (const [status, expect] of [
      [200, EXPECT],
      [400, REFUSAL],
    ] as const) {
      const wrong = wrongAnswer(expect, { status, content_type, body }, NOW_NS);
      expectThat(wrong === null || wrong !== '', 'no fault is told');
    }
    wrongAnswer(EXPECT, { status: 200, content_type: text, body }, NOW_NS);
  },
};

/** Pieces of all lengths, that of a single byte too. */
const lines: Target = {
  name: 'lines',
  about: 'output of services, cut into lines',
  inputs: textsLike(['{"event":"measuring"}\n{"event":"interval"}\r\n\n', 'größer\n非同步']),
  frames: [['a\n', '\nb']],
  check: (text) => {
    const bytes = Buffer.from(text);
    const found: string[] = [];
    const splitter = new LineSplitter((line) => found.push(line));
    let at = 0;
    for (let step = 1; at < bytes.length; at += step, step = (step % 7) + 1)
      splitter.push(bytes.subarray(at, at + step));
    splitter.end();
    // A byte order mark at the beginning is no part of the first line.
    const whole = bytes
      .toString()
      .replace(/^\uFEFF/, '')
      .split('\n');
    if (whole.at(-1) === '') whole.pop();
    const all = whole.map((line) => line.replace(/\r$/, ''));
    expectThat(found.join('\n') === all.join('\n'), `${found.length} lines of ${all.length}`);
  },
};

export const SERVER_TARGETS: readonly Target[] = [stats, announcement, answer, lines];
