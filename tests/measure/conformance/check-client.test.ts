import { describe, expect, test } from '@jest/globals';
import type { ClientEvent, ClientSettings } from '../../../src/measure/client-events.ts';
import { checkClient } from '../../../src/measure/conformance/check-client.ts';
import { checkExit, checkScenario } from '../../../src/measure/conformance/check-scenario.ts';
import { closedLoop } from '../../../src/measure/conformance/scenarios/closed-loop.ts';
import { EXIT_SCENARIOS } from '../../../src/measure/conformance/scenarios/exits.ts';
import { failures } from '../../../src/measure/conformance/scenarios/failures.ts';
import { fixedCount } from '../../../src/measure/conformance/scenarios/fixed-count.ts';
import { newConnections } from '../../../src/measure/conformance/scenarios/new-connections.ts';
import { openLoop } from '../../../src/measure/conformance/scenarios/open-loop.ts';
import type { Scenario } from '../../../src/measure/conformance/scenarios/scenario.ts';
import type { Bends } from './model-bends.ts';
import { modelClient } from './model-client.ts';

const HOST = '127.0.0.1';

type Result = Extract<ClientEvent, { event: 'result' }>;
type Wrong = readonly [what: string, bends: Bends, problem: RegExp];

function reporting(change: (result: Result) => Partial<Result>): Bends {
  return {
    event: (event) => (event.event === 'result' ? { ...event, ...change(event) } : event),
  };
}

function doing(change: (told: ClientSettings) => Partial<ClientSettings>): Bends {
  return { settings: (told) => ({ ...told, ...change(told) }) };
}

/** One test for each client that is wrong in one way: the scenario must find it. */
function finds(scenario: () => Scenario, wrong: readonly Wrong[]): void {
  test.each(wrong)('finds a client that %s', async (_, bends, problem) => {
    const problems = await checkScenario(modelClient(bends), scenario(), HOST);
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });
}

test('a client that keeps the contract has no problems', async () => {
  expect(await checkClient(modelClient(), HOST)).toEqual([]);
});

test('a problem names the flags that repeat it', async () => {
  const run = modelClient(doing(() => ({ payload_bytes: 101 })));
  expect(await checkScenario(run, fixedCount(), HOST)).toEqual([
    expect.stringMatching(
      /^a number of requests \(--url http:\S+ --connections 4 --threads 2 --warmup 50ms --requests 200 --payload-bytes 100 --timeout 30000ms --format json\): the body must have exactly 100 bytes: broken \d+ times, first by /,
    ),
  ]);
});

describe('a number of requests', () => {
  finds(fixedCount, [
    [
      'uses ids twice',
      { counter: (n) => n >> 1 },
      /order_id is unique within the run: .* first by order_id 0+/,
    ],
    [
      'stamps all orders alike',
      { timestamp: () => 1_764_039_641_123_456_789n },
      /timestamp is the time of sending/,
    ],
    [
      'sends another content type',
      { content_type: 'text/plain' },
      /Content-Type is application\/json: broken/,
    ],
    [
      'sends another body',
      { body: (body) => body.replace('AAPL', 'MSFT') },
      /the body must have the form/,
    ],
    [
      'ignores --requests',
      doing(() => ({ requests: 201 })),
      /result\.requests\.window: expected 200, got 201/,
    ],
    [
      'counts a request too many',
      reporting(({ requests }) => ({ requests: { ...requests, drained: requests.drained + 1 } })),
      /warmup \+ window \+ drained/,
    ],
    [
      'records a round trip too few',
      reporting(({ rtt_ns }) => ({ rtt_ns: { ...rtt_ns, count: rtt_ns.count - 1 } })),
      /result\.rtt_ns, count \+ over_range \+ negative/,
    ],
    [
      'has another sum than its extremes allow',
      reporting(({ rtt_ns }) => ({ rtt_ns: { ...rtt_ns, sum: 1 } })),
      /result\.rtt_ns: the mean of 1 \/ 200 is not between/,
    ],
    [
      'loses values of its histogram',
      reporting(({ rtt_ns }) => ({ rtt_ns: { ...rtt_ns, histogram: [] } })),
      /result\.rtt_ns, values in the histogram: expected 200, got 0/,
    ],
    [
      'makes up the latency of the server',
      reporting(({ server_latency_ns }) => ({
        server_latency_ns: { ...server_latency_ns, max: 59_999_999_999 },
      })),
      /the server never answered latency_ns 59999999999/,
    ],
    [
      'counts connections wrongly',
      reporting(() => ({ connections_opened: 5 })),
      /result\.connections_opened, .*: expected 4, got 5/,
    ],
    [
      'counts other requests at the end of the window',
      { event: (event) => (event.event === 'window_end' ? { ...event, completed: 7 } : event) },
      /window_end\.completed: expected 200, got 7/,
    ],
    [
      'understood another setting',
      {
        event: (event) =>
          event.event === 'hello'
            ? { ...event, settings: { ...event.settings, threads: 7 } }
            : event,
      },
      /hello\.settings\.threads: expected 2, got 7/,
    ],
    [
      'does not say when the window begins',
      { event: (event) => (event.event === 'measuring' ? null : event) },
      /expected the events of a complete run, got: hello, connected, .*window_end, result$/,
    ],
    ['ends with 3', { exit_code: 3 }, /exit code: expected 0, got 3/],
  ]);

  test('shows lines that are no events', async () => {
    const run = modelClient();
    const problems = await checkScenario(
      async (args, url) => ({ ...(await run(args, url)), badLines: ['starting up\u0007'] }),
      fixedCount(),
      HOST,
    );
    expect(problems).toEqual([
      expect.stringMatching(/: not an event of the schema: starting up\\u0007$/),
    ]);
  });
});

describe('closed loop', () => {
  finds(closedLoop, [
    [
      'stamps in steps of 20 ms',
      { timestamp: (now) => (now / 20_000_000n) * 20_000_000n },
      /timestamp is fresh for each request/,
    ],
    [
      'opens a connection too many',
      doing(() => ({ connections: 9 })),
      /connections accepted: expected 8, got 9/,
    ],
    [
      'opens a connection too few',
      doing(() => ({ connections: 7 })),
      /most requests in flight: expected 8, got 7/,
    ],
    [
      'opens a connection only in the window',
      { late_lane: true },
      /connections opened only after the warm-up: expected 0, got 1/,
    ],
    ['sends batches', { loop: 'batches' }, /are requests sent in batches\?/],
    [
      'sends two requests at once on a connection',
      { loop: 'pipelined' },
      /a connection has one request in flight at a time: broken/,
    ],
    [
      'measures half the time',
      doing(() => ({ duration_ms: 250 })),
      /result\.window_ns: expected about 500 ms, got/,
    ],
    [
      'records round trips in microseconds',
      reporting(({ rtt_ns }) => ({
        rtt_ns: { ...rtt_ns, sum: Math.round(Number(rtt_ns.sum) / 1000) },
      })),
      /expected about 8 requests in flight, got 0\.00/,
    ],
    [
      'never gives intervals',
      { event: (event) => (event.event === 'interval' ? null : event) },
      /expected an interval each 100 ms/,
    ],
    [
      'completes more in its intervals than at all',
      {
        event: (event) => (event.event === 'interval' ? { ...event, completed: 1_000_000 } : event),
      },
      /intervals of the window: expected at most \d+ completed, got \d+000000/,
    ],
  ]);
});

describe('no keep-alive', () => {
  finds(newConnections, [
    [
      'keeps its connections',
      doing(() => ({ keep_alive: true })),
      /orders without the header Connection: close: expected 0/,
    ],
    [
      'says that it has connections',
      { event: (event) => (event.event === 'connected' ? { ...event, connections: 4 } : event) },
      /connected\.connections: expected 0, got 4/,
    ],
  ]);
});

describe('open loop', () => {
  finds(openLoop, [
    [
      'ignores --rate',
      doing(() => ({ rate_per_s: null })),
      /result\.open_loop: expected an account/,
    ],
    [
      'keeps another rate',
      doing(() => ({ rate_per_s: 400 })),
      /result\.open_loop\.due: expected 2\d\d to \d+, got 200/,
    ],
    [
      'forgets orders that were due in a stall',
      { schedule: 'slips' },
      /orders sent or unsent: expected 340 to 525, got/,
    ],
    [
      'hides the stall',
      reporting(({ open_loop }) => ({
        open_loop: open_loop && {
          ...open_loop,
          send_delay_ns: { ...open_loop.send_delay_ns, max: 1 },
        },
      })),
      /send_delay_ns\.max: expected at least 75000000/,
    ],
  ]);
});

describe('a server that fails', () => {
  finds(failures, [
    [
      'ignores --timeout',
      doing(() => ({ timeout_ms: 30_000 })),
      /failures of kind request_timeout: expected 1, got 0/,
    ],
    [
      'takes a cut answer for a bad one',
      { kind: (kind) => (kind === 'eof' ? 'bad_body' : kind) },
      /failures of kind eof or reset: expected \d+, got 0/,
    ],
    [
      'takes status 503 for another',
      { kind: (kind) => kind.replace('503', '500') },
      /failures of kind http_status 500: expected 0, got \d+/,
    ],
    [
      'takes a wrong order_id for an answer',
      { trusts_answers: true },
      /failures of kind bad_body: expected \d+, got 0/,
    ],
    ['ends with 1', { exit_code: 1 }, /exit code: expected 0, got 1/],
  ]);
});

describe('exit codes', () => {
  test.each(EXIT_SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'finds a client that ends with 0: %s',
    async (_, scenario) => {
      const problems = await checkExit(modelClient({ exit_code: 0 }), scenario, HOST);
      expect(problems).toEqual([expect.stringMatching(/: exit code: expected [12], got 0$/)]);
    },
  );

  test('finds a client that gives up without the event for it', async () => {
    const silent = modelClient({ event: (event) => (event.event === 'failed' ? null : event) });
    const scenario = EXIT_SCENARIOS.find(({ name }) => name === 'nobody listens');
    expect(scenario && (await checkExit(silent, scenario, HOST))).toEqual([
      expect.stringMatching(/expected the event failed at the end, got: hello$/),
    ]);
  });
});
