import { describe, expect, test } from '@jest/globals';
import { type Cell, runResultSchema } from '../../src/analyse/result.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import {
  cellAt,
  cellFailed,
  SOMEWHERE,
  somewhere,
  without,
  withoutWindow,
  withWindow,
} from './faults.ts';
import { CLIENTS, journal, SERVERS } from './fixtures.ts';

describe('a complete run', () => {
  const result = analyseRun(journal());

  test('keeps the schema and gives nine valid cells in the order of the plan', () => {
    expect(runResultSchema.parse(result)).toEqual(result);
    expect(result.status).toBe('complete');
    expect(result.counts).toEqual({ planned: 9, valid: 9, invalid: 0, failed: 0, skipped: 0 });
    expect(result.cells.map(({ server, client }) => `${server}:${client}`).slice(0, 4)).toEqual([
      'go-gin:cpp-cpr',
      'go-gin:python-aiohttp',
      'go-gin:rust-reqwest',
      'python-fastapi:cpp-cpr',
    ]);
  });

  test('throughput is the geometric mean of the rounds, with its interval, the smallest and largest', () => {
    const { throughput_rps } = cellAt(result, 'go-gin', 'cpp-cpr');
    const [first, second, third] = throughput_rps.rounds;
    expect(throughput_rps.rounds.map(({ round }) => round)).toEqual([1, 2, 3]);
    expect(first?.rps).toBeCloseTo(47_000, 0);
    expect(throughput_rps).toMatchObject({ smallest: second?.rps, largest: third?.rps });
    const mean = Math.cbrt((first?.rps ?? NaN) * (second?.rps ?? NaN) * (third?.rps ?? NaN));
    expect(throughput_rps.estimate).toBeCloseTo(mean, 3);
    expect(throughput_rps.low).toBeLessThan(mean);
    expect(throughput_rps.high).toBeGreaterThan(mean);
  });

  test('latencies come from all rounds together, the mean from the exact sums', () => {
    const cell = cellAt(result, 'go-gin', 'cpp-cpr');
    const windows = journal().flatMap((entry) =>
      entry.type === 'cell-measured' && entry.server === 'go-gin' && entry.client === 'cpp-cpr'
        ? (entry.window.client_run.result.rtt_ns ?? [])
        : [],
    );
    const sum = windows.reduce((total, { sum: part }) => total + Number(part), 0);
    const count = windows.reduce((total, { count: part }) => total + part, 0);
    expect(cell.rtt_ns.mean).toBeCloseTo(sum / count, 3);
    expect(cell.rtt_ns.max).toBe(Math.max(...windows.map(({ max }) => max ?? 0)));
    expect(cell.requests.ok).toBe(count);
  });

  test("concurrency follows Little's law, CPU is given per request and as a share", () => {
    const cell = cellAt(result, 'go-gin', 'cpp-cpr');
    expect(cell.concurrency).toBeCloseTo(99, 1);
    expect(cell.cpu_us_per_request.client).toBeCloseTo(0.97e6 / 47_000, 1);
    expect(cell.cpu_utilisation.server).toBeCloseTo(0.81, 3);
    expect(cell.rss_bytes).toEqual({ client_peak: 24e6, server_peak: 41e6 });
    expect(cell.fds_peak).toEqual({ client: 112, server: 112 });
    expect(cell.connections_opened).toBe(100);
  });

  test('no percentile is above the exact maximum', () => {
    for (const { rtt_ns } of result.cells) expect(rtt_ns.p999).toBeLessThanOrEqual(rtt_ns.max ?? 0);
  });

  test('services carry their build and the versions in use', () => {
    expect(result.environment.services.find(({ name }) => name === 'cpp-cpr')).toMatchObject({
      build_id: 'fingerprint-of-cpp-cpr',
      versions: { cpr: '1.12.0', libcurl: '7.88.1', cpr_source: 'Debian source package' },
    });
  });
});

test('an open loop tells how late requests were sent, and how many never were', () => {
  const cell = somewhere(
    withWindow(journal({ settings: { rate_per_s: 2000 } }), SOMEWHERE, ({ client_run }) => {
      const { open_loop } = client_run.result;
      if (open_loop !== null) open_loop.unsent = 2;
    }),
  );
  expect(cell.status).toBe('valid');
  expect(cell.send_delay_ns).toEqual({ mean: 20_000, p50: 20_000, p99: 20_000 });
  expect(cell.unsent).toBe(2);
});

describe('services that take no part', () => {
  test.each<[string, JournalEntry, Cell['status'], string]>([
    [
      'skipped',
      {
        type: 'service-skipped',
        kind: 'server',
        service: 'go-gin',
        reason: 'go is missing',
        remedy: 'apt-get install golang-go',
      },
      'skipped',
      'go-gin was skipped: go is missing; apt-get install golang-go',
    ],
    [
      'not built',
      {
        type: 'build-failed',
        kind: 'server',
        service: 'go-gin',
        reason: 'sh build.sh ended with code 2',
        log_file: 'logs/build-go-gin.log',
        log_tail: [],
      },
      'failed',
      'go-gin could not be built: sh build.sh ended with code 2 (log: logs/build-go-gin.log)',
    ],
    [
      'not conforming',
      {
        type: 'verify-finished',
        kind: 'server',
        service: 'go-gin',
        cached: false,
        duration_ms: 5,
        problems: ['a null symbol is answered with 200'],
      },
      'failed',
      'go-gin breaks the contract: a null symbol is answered with 200',
    ],
  ])('%s', (_, entry, status, reason) => {
    const entries = without(
      journal(),
      (other) =>
        ('service' in other && other.service === 'go-gin') ||
        (other.type === 'cell-measured' && other.server === 'go-gin'),
    );
    const result = analyseRun([...entries.slice(0, -1), entry, ...entries.slice(-1)]);
    expect(result.counts).toMatchObject({ planned: 9, valid: 6, [status]: 3 });
    expect(cellAt(result, 'go-gin', 'cpp-cpr')).toMatchObject({ status, reasons: [reason] });
  });
});

describe('rounds that went wrong', () => {
  test('a failed round fails the cell and leaves the other eight alone', () => {
    const result = analyseRun(
      withoutWindow(journal(), SOMEWHERE, [cellFailed('the client ended with code 1')]),
    );
    expect(result.counts).toMatchObject({ planned: 9, valid: 8, failed: 1 });
    expect(cellAt(result, 'go-gin', 'cpp-cpr')).toMatchObject({
      status: 'failed',
      reasons: ['round 2: the client ended with code 1 (log: logs/client.log)'],
      rounds_planned: 3,
      rounds_measured: 2,
    });
  });

  test('a failed server fails the cells of its block that were not measured', () => {
    const failed: JournalEntry = {
      type: 'server-failed',
      pass: 'throughput',
      round: 2,
      server: 'go-gin',
      reason: 'it ended with code 101',
      log_file: 'logs/go-gin-2.log',
      log_tail: [],
    };
    const result = analyseRun(withoutWindow(journal(), SOMEWHERE, [failed]));
    expect(cellAt(result, 'go-gin', 'cpp-cpr')).toMatchObject({
      status: 'failed',
      reasons: ['round 2: the server failed: it ended with code 101 (log: logs/go-gin-2.log)'],
    });
    expect(cellAt(result, 'go-gin', 'rust-reqwest').status).toBe('valid');
  });

  test('a window without a success is a failure, however fast its errors came', () => {
    const cell = somewhere(
      withWindow(journal(), SOMEWHERE, ({ client_run: { result }, server_counted }) => {
        server_counted.orders = 0;
        result.requests = { warmup: 0, window: 0, drained: 0 };
        result.errors = { http_status: { '503': 90_000 } };
        result.rtt_ns = { ...result.rtt_ns, count: 0, sum: 0, min: null, max: null, histogram: [] };
        result.server_latency_ns = result.rtt_ns;
      }),
    );
    expect(cell.status).toBe('failed');
    expect(cell.reasons).toContain(
      'round 2: no request succeeded in the window, 100 % failed (90,000 http_503)',
    );
    expect(cell.throughput_rps.rounds[1]).toEqual({ round: 2, rps: 0 });
    expect(cell.requests).toMatchObject({ failed: 90_000, by_kind: { http_503: 90_000 } });
  });

  test('a block that was started again counts as measured the second time', () => {
    const entries = journal();
    const restart = entries.filter(
      (entry) =>
        (entry.type === 'server-started' || entry.type === 'cell-measured') &&
        entry.round === 2 &&
        entry.server === 'go-gin',
    );
    const failedFirst = withoutWindow(entries, SOMEWHERE, [cellFailed('no answer')]);
    expect(somewhere(failedFirst).status).toBe('failed');
    expect(somewhere([...failedFirst, ...restart]).status).toBe('valid');
  });

  test.each<['complete' | 'interrupted' | 'incomplete', string]>([
    ['complete', 'rounds 2, 3: not measured'],
    ['interrupted', 'rounds 2, 3: not measured: the run was interrupted'],
    ['incomplete', 'rounds 2, 3: not measured: the run did not finish'],
  ])('missing rounds of a run that is %s', (status, reason) => {
    const entries = without(
      journal(),
      (entry) =>
        entry.type === 'run-finished' || (entry.type === 'cell-measured' && entry.round > 1),
    );
    const finished: JournalEntry[] = journal().flatMap((entry) =>
      entry.type === 'run-finished' && status !== 'incomplete' ? [{ ...entry, status }] : [],
    );
    const result = analyseRun([...entries, ...finished]);
    expect(result.status).toBe(status);
    expect(result.cells).toHaveLength(9);
    expect(result.cells[0]).toMatchObject({ status: 'failed', reasons: [reason] });
  });

  test('a pair that was never reached', () => {
    const entries = without(
      journal(),
      ({ type }) => type === 'run-finished' || type === 'cell-measured',
    );
    expect(somewhere(entries).reasons).toEqual(['not measured: the run did not finish']);
  });
});

test('facts of the machine that changed are named, kernel settings one by one', () => {
  const entries = journal().map((entry) =>
    entry.type === 'run-finished'
      ? {
          ...entry,
          host: { ...entry.host, nofile_soft: 1024, sysctl: { 'net.core.somaxconn': '128' } },
        }
      : entry,
  );
  expect(analyseRun(entries).environment.changed_during_run).toEqual([
    'nofile_soft',
    'net.core.somaxconn',
  ]);
});

test('a reader is told which kernel settings were tuned, and which were not', () => {
  const tuned: JournalEntry = {
    type: 'kernel-tuned',
    set: [
      { key: 'a.b', before: '1', after: '2' },
      { key: 'c.d', before: '3 4', after: '2 5' },
    ],
    kept: [{ key: 'e.f', value: '9' }],
    refused: [{ key: 'g.h', reason: 'only root may change it (EACCES)' }],
  };
  const notice: JournalEntry = { type: 'notice', message: 'look' };
  const told = (entry: JournalEntry) => analyseRun([...journal(), entry, notice]).notices;
  expect(told(tuned)).toEqual([
    'kernel settings were tuned for this run: a.b 1 -> 2, c.d 3 4 -> 2 5',
    'g.h was not tuned: only root may change it (EACCES)',
    'look',
  ]);
  expect(told({ ...tuned, set: [], refused: [] })).toEqual(['look']);
});

test('a journal without a plan is refused', () => {
  expect(() => analyseRun([])).toThrow('the journal does not say what was planned');
});

test('sums beyond 2^53 ns keep their digits', () => {
  const [server] = SERVERS;
  const [client] = CLIENTS;
  if (server === undefined || client === undefined) throw new Error('no services');
  const entries = journal({ servers: [server], clients: [client], settings: { rounds: 1 } });
  const place = { round: 1, server: server.name, client: client.name };
  const cell = somewhere(
    withWindow(entries, place, ({ client_run: { result } }) => {
      result.rtt_ns.sum = String(result.rtt_ns.sum);
    }),
  );
  expect(cell.status).toBe('valid');
});
