import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import type { Cell } from '../../src/analyse/result.ts';
import type { Settings } from '../../src/plan/facts.ts';
import { type CountedWindow, SOMEWHERE, withWindow } from './faults.ts';
import { CLIENTS, journal, SERVERS } from './fixtures.ts';
import { latencies } from './window-fixture.ts';

/** One pair, with a change to the window of its second round. */
function cellWith(change: (window: CountedWindow) => void, settings: Partial<Settings> = {}): Cell {
  const entries = journal({
    servers: SERVERS.filter(({ name }) => name === SOMEWHERE.server),
    clients: CLIENTS.filter(({ name }) => name === SOMEWHERE.client),
    settings,
  });
  const [cell] = analyseRun(withWindow(entries, SOMEWHERE, change)).cells;
  if (cell === undefined) throw new Error('there is no cell');
  return cell;
}

function checkOf(cell: Cell, name: string): Cell['checks'][number] | undefined {
  return cell.checks.find((check) => check.name === name);
}

function unchanged(): void {
  // The window stays as it was measured.
}

describe('a run without a fault keeps all checks', () => {
  test.each<[string, Partial<Settings>]>([
    ['closed loop', {}],
    ['closed loop, a number of requests', { duration_ms: null, requests: 50_000 }],
    ['closed loop, without keep-alive', { keep_alive: false }],
    ['open loop', { rate_per_s: 4000 }],
    ['open loop at a low rate', { rate_per_s: 10, duration_ms: 2000 }],
    ['one connection', { connections: 1 }],
    ['a short window', { duration_ms: 100 }],
  ])('%s', (_, settings) => {
    const cell = cellWith(unchanged, settings);
    expect(cell.reasons).toEqual([]);
    expect(cell.status).toBe('valid');
    expect(cell.checks.every(({ ok }) => ok)).toBe(true);
  });
});

describe('a fault in one round makes the cell invalid and is told with its numbers', () => {
  test.each<[string, (window: CountedWindow) => void, string]>([
    [
      'requests_match_server',
      (window) => (window.server_counted.orders -= 3),
      'round 2: the client counted 114,316 requests, the server 114,313',
    ],
    [
      'connections_opened',
      (window) => (window.client_run.result.connections_opened = 101),
      'round 2: the client opened 101 connections instead of 100',
    ],
    [
      'connections_accepted',
      (window) => (window.server_counted.connections = 99),
      'round 2: the server accepted 99 connections instead of 100',
    ],
    [
      'no_errors',
      ({ client_run: { result } }) => {
        result.errors = { reset: 3, http_status: { '503': 2 } };
        result.errors_outside_window = { eof: 1 };
      },
      'round 2: 5 of 91,379 requests failed in the window, under 0.1 % (3 reset, 2 http_503), ' +
        '1 of 22,943 requests failed before or after the window, under 0.1 % (1 eof)',
    ],
    [
      'window_length',
      ({ client_run: { result } }) => (result.window_ns = 2_130_000_000),
      'round 2: the window was 2130 ms long, 2,000 ms were asked for',
    ],
    [
      'window_by_clock',
      ({ usage }) => (usage.client.elapsed_ns = 5_000_000_000),
      'round 2: the window was 2,000 ms long by the client, 5,000 ms by the clock of pairbench',
    ],
    [
      'histogram_complete',
      ({ client_run: { result } }) => (result.rtt_ns.count -= 3),
      'round 2: rtt_ns: 3 samples lost of the 91,374 requests of the window',
    ],
    [
      'over_range',
      ({ client_run: { result } }) => {
        result.server_latency_ns = latencies([[60_000, result.requests.window - 2]]);
        result.server_latency_ns.over_range = 2;
      },
      'round 2: server_latency_ns: 2 samples over 60 s',
    ],
    [
      'max_matches_histogram',
      ({ client_run: { result } }) => {
        const { window } = result.requests;
        result.rtt_ns.histogram = latencies([[4_767, window]]).histogram;
      },
      'round 2: the largest round trip is 4,767,515 ns, by the histogram 4,767 ns',
    ],
  ])('%s', (name, change, reason) => {
    const cell = cellWith(change);
    expect(cell.status).toBe('invalid');
    expect(cell.reasons).toContain(reason);
    expect(checkOf(cell, name)?.ok).toBe(false);
  });
});

describe('histograms', () => {
  test('a histogram with fewer samples than its count', () => {
    const cell = cellWith(({ client_run: { result } }) => {
      result.rtt_ns = { ...latencies([[2_000_000, 997]]), count: 1000 };
      result.server_latency_ns = latencies([[60_000, 1000]]);
      result.requests.window = 1000;
    });
    expect(cell.reasons).toContain(
      'round 2: rtt_ns: 3 samples lost of the 1,000 samples of the histogram',
    );
    expect(checkOf(cell, 'histogram_complete')).toMatchObject({ ok: false, value: 3 });
  });

  test('one that cannot be read names client and round', () => {
    const cell = cellWith(({ client_run: { result } }) => (result.rtt_ns.histogram = 'AAAA'));
    expect(cell.status).toBe('invalid');
    expect(cell.reasons).toContain(
      'round 2: the rtt_ns histogram of cpp-cpr cannot be read: ' + 'it is no histogram of V2',
    );
    expect(checkOf(cell, 'histogram_complete')).toMatchObject({ ok: false, value: null });
  });

  test('server latencies below 0 are counted apart and leave the cell valid', () => {
    const cell = cellWith(({ client_run: { result } }) => {
      result.server_latency_ns = latencies([[60_000, result.requests.window - 4]]);
      result.server_latency_ns.negative = 4;
    });
    expect(cell.status).toBe('valid');
    expect(cell.server_latency_ns.negative).toBe(4);
  });

  test('round trips below 0 cannot be: their clock is monotonic', () => {
    const cell = cellWith(({ client_run: { result } }) => {
      result.rtt_ns = latencies([[2_000_000, result.requests.window - 1]]);
      result.rtt_ns.negative = 1;
    });
    expect(cell.reasons).toContain('round 2: 1 round trip took no time or less');
  });
});

describe('figures that cannot be true', () => {
  test("throughput, connections and latencies that contradict Little's law", () => {
    const cell = cellWith(
      ({ client_run: { result } }) => {
        result.requests.window = 297_812;
        result.window_ns = 2_000_000_000;
        result.rtt_ns = latencies([
          [1_190_000, 290_000],
          [2_190_000, 7_812],
        ]);
        result.server_latency_ns = latencies([[60_000, 297_812]]);
      },
      { connections: 512 },
    );
    expect(cell.status).toBe('invalid');
    expect(cell.reasons).toContain(
      "round 2: throughput x mean round trip gives 181.1 requests in flight on 512 connections (Little's law)",
    );
  });

  test("Little's law is left out where too few requests completed", () => {
    expect(checkOf(cellWith(unchanged, { duration_ms: 50 }), 'littles_law')).toBeUndefined();
  });

  test('P99 that equals the mean', () => {
    const cell = cellWith(({ client_run: { result } }) => {
      result.rtt_ns = latencies([[7_850_000, result.requests.window]]);
    });
    expect(cell.reasons).toContain(
      'round 2: P99 equals the mean, 7,850,000 ns, which is suspicious',
    );
  });

  test('a maximum below P99, and below the mean', () => {
    const cell = cellWith(({ client_run: { result } }) => (result.rtt_ns.max = 1_000_000));
    expect(checkOf(cell, 'percentile_order')?.ok).toBe(false);
    expect(checkOf(cell, 'mean_below_max')?.ok).toBe(false);
    expect(cell.reasons).toContainEqual(
      expect.stringContaining('P50, P95, P99 and the maximum do not rise'),
    );
  });

  test('round trips of 0, which a histogram holds as 1', () => {
    const cell = cellWith(({ client_run: { result } }) => {
      result.rtt_ns = { ...latencies([[1, result.requests.window]]), sum: 0, min: 0, max: 0 };
    });
    expect(cell.reasons).toContain('round 2: 91,374 round trips took no time or less');
  });
});

test('the check of a cell carries the value of its worst round', () => {
  expect(checkOf(cellWith(unchanged), 'littles_law')?.value).toBeCloseTo(0.99, 2);
  const cell = cellWith(({ server_counted }) => (server_counted.orders += 7));
  expect(checkOf(cell, 'requests_match_server')).toEqual({
    name: 'requests_match_server',
    ok: false,
    value: -7,
    limit: '0',
  });
});

test('an open loop that falls short of its rate is told', () => {
  const cell = cellWith(
    ({ client_run: { result }, server_counted }) => {
      result.requests.window -= 200;
      server_counted.orders -= 200;
    },
    { rate_per_s: 4000 },
  );
  expect(checkOf(cell, 'rate_achieved')?.value).toBeCloseTo(0.975, 3);
  expect(cell.reasons).toContain(
    'round 2: 3899.8 requests/s completed of 4000 offered, under 99 %',
  );
});

test('a window of N requests must hold N, failed ones counted', () => {
  const cell = cellWith(
    ({ client_run: { result }, server_counted }) => {
      result.requests.window -= 1;
      server_counted.orders -= 1;
    },
    { duration_ms: null, requests: 50_000 },
  );
  expect(cell.reasons).toContain(
    'round 2: 49,999 requests completed in the window, 50,000 were asked for',
  );
});

test('without keep-alive a failed request may or may not have had a connection', () => {
  const failing = (opened: number): Cell =>
    cellWith(
      ({ client_run: { result }, server_counted }) => {
        result.errors = { refused: 2 };
        result.connections_opened += opened;
        server_counted.connections += opened;
      },
      { keep_alive: false },
    );
  const isKept = (cell: Cell): boolean | null | undefined =>
    checkOf(cell, 'connections_opened')?.ok;
  expect([-1, 0, 2, 3].map((opened) => isKept(failing(opened)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
