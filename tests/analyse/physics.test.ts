/** Figures that a load generator published although no window can have them. */
import { describe, expect, test } from '@jest/globals';
import { countChecks } from '../../src/analyse/count-checks.ts';
import { latencyChecks } from '../../src/analyse/latency-checks.ts';
import { readWindow } from '../../src/analyse/reading.ts';
import { isBroken, type WindowCheck } from '../../src/analyse/window-check.ts';
import type { Settings } from '../../src/plan/facts.ts';
import { latencies, windowOf } from './window-fixture.ts';
import type { OrdinaryWindow } from './window-fixture.ts';

const CLIENT = {
  kind: 'client',
  load_only: false,
  name: 'published',
  title: 'Published',
  language: 'rust',
  library: 'published',
  external: null,
} as const;

const SETTINGS: Settings = {
  connections: 512,
  threads: 1,
  workers: 1,
  warmup_ms: 0,
  duration_ms: 1000,
  requests: null,
  rate_per_s: null,
  payload_bytes: 200,
  timeout_ms: 30_000,
  keep_alive: true,
  rounds: 1,
};

type Result = OrdinaryWindow['client_run']['result'];

/** A second at this throughput, with the change, and what it breaks. */
function brokenBy(
  rps: number,
  change: (result: Result) => void,
  settings: Partial<Settings> = {},
): WindowCheck[] {
  const all = { ...SETTINGS, ...settings };
  const window = windowOf(CLIENT, rps, all);
  change(window.client_run.result);
  const reading = readWindow(1, CLIENT.name, window);
  return [...countChecks(reading, all), ...latencyChecks(reading, all)].filter(isBroken);
}

function published(requests: number): Result['rtt_ns'] {
  const beyondP99 = Math.floor(0.005 * requests);
  const toP99 = Math.round(0.02 * requests);
  const rtt = latencies([
    [1_190_000, requests - toP99 - beyondP99],
    [2_190_000, toP99],
    [4_000_000, beyondP99],
  ]);
  return rtt;
}

describe('148,906 requests/s on 512 connections, P50 1.19 ms, P99 2.19 ms', () => {
  test("contradict Little's law", () => {
    const broken = brokenBy(148_906, (result) => {
      result.rtt_ns = published(result.requests.window);
    });
    expect(broken.map(({ name }) => name)).toEqual(['littles_law']);
    expect(broken[0]?.value).toBeCloseTo(0.356, 2);
    expect(broken[0]?.reason).toBe(
      'throughput x mean round trip gives 182.3 requests in flight on 512 connections ' +
        "(Little's law)",
    );
  });

  test('are refused too when the mean was made from the throughput', () => {
    const broken = brokenBy(148_906, (result) => {
      const rtt = published(result.requests.window);
      result.rtt_ns = { ...rtt, sum: 3_438_000 * rtt.count };
    });
    expect(broken.map(({ name }) => name)).toEqual(['mean_matches_histogram']);
    expect(broken[0]?.reason).toMatch(
      /^the mean round trip is 3,438,000 ns, by the histogram 1,22\d,\d{3} ns$/,
    );
  });

  test('are true of a mean of 3.4 ms', () => {
    expect(brokenBy(148_906, () => undefined)).toEqual([]);
  });
});

test('P99 that equals the mean is flagged', () => {
  // 64 / 7.85 ms: Little's law is kept, so this alone is found.
  const broken = brokenBy(
    8153,
    (result) => {
      result.rtt_ns = latencies([[7_850_000, result.requests.window]]);
    },
    { connections: 64 },
  );
  expect(broken.map(({ name, reason }) => [name, reason])).toEqual([
    ['p99_differs_from_mean', 'P99 equals the mean, 7,850,000 ns, which is suspicious'],
  ]);
});

describe('an open loop', () => {
  const settings = { rate_per_s: 2000, connections: 64 };
  const falling = (short: number): WindowCheck[] =>
    brokenBy(
      2000,
      (result) => {
        result.requests.window -= short;
        result.requests.drained += short;
        result.rtt_ns = latencies([
          [400_000, result.requests.window - 40],
          [900_000, 40],
        ]);
        result.server_latency_ns = latencies([[60_000, result.requests.window]]);
        if (result.open_loop === null) throw new Error('the loop is closed');
        result.open_loop.send_delay_ns = latencies([[20_000, result.requests.window]]);
      },
      settings,
    );

  test('that completes 99 % of its rate is kept', () => {
    expect(falling(20)).toEqual([]);
  });

  test('that completes less is refused, with both rates', () => {
    const broken = falling(23);
    expect(broken.map(({ name }) => name)).toEqual(['rate_achieved']);
    expect(broken[0]?.value).toBeCloseTo(0.9884, 3);
    expect(broken[0]?.reason).toBe('1976.8 requests/s completed of 2000 offered, under 99 %');
  });
});
