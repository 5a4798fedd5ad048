import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import { runResultSchema } from '../../src/analyse/result.ts';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import type { AnyClientRun } from '../../src/measure/client-events.ts';
import type { MeasuredWindow } from '../../src/measure/facts.ts';
import { journalEntrySchema } from '../../src/journal/entries.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { CLIENTS, journal, SERVERS, service } from './fixtures.ts';
import { cellAt } from './faults.ts';

const WRK = { ...service('client', 'wrk', 'wrk', 'c', 'wrk'), load_only: true };
const SERVER = 'go-gin';
const REASON = 'wrk is load-only: it gives throughput only';

type Change = (window: MeasuredWindow, result: AnyClientRun['result']) => void;

/** What a load generator gives: it forgets what is in flight at its end, which the server counts. */
function loadOnly({ client_run, ...window }: MeasuredWindow, change: Change): MeasuredWindow {
  const { window_ns, requests, errors, errors_outside_window } = client_run.result;
  const result = {
    ...{ event: 'result' as const, window_ns, errors, errors_outside_window, open_loop: null },
    requests: { ...requests, drained: 0 },
    ...{ rtt_ns: null, server_latency_ns: null, failure_rtt_ns: null, connections_opened: null },
  };
  const changed = structuredClone({ ...window, client_run: { ...client_run, result } });
  change(changed, changed.client_run.result);
  return changed;
}

function resultWith(change: Change = () => undefined): RunResult {
  const entries = journal({ servers: SERVERS.slice(0, 1), clients: [...CLIENTS.slice(0, 1), WRK] })
    .filter((entry) => !('pass' in entry && entry.pass === 'latency'))
    .map((entry): JournalEntry =>
      entry.type === 'cell-measured' && entry.client === 'wrk'
        ? { ...entry, window: loadOnly(entry.window, change) }
        : entry,
    )
    .map((entry) => journalEntrySchema.parse(entry));
  return runResultSchema.parse(analyseRun(entries));
}

const checkOf = (cell: Cell, name: string) => cell.checks.find((check) => check.name === name);

describe('a cell of a load-only client', () => {
  const result = resultWith();
  const cell = cellAt(result, SERVER, 'wrk');

  test('is valid, with throughput and CPU', () => {
    expect(cell).toMatchObject({ status: 'valid', reasons: [] });
    expect(cell.throughput_rps.estimate).toBeGreaterThan(0);
    expect(cell.throughput_rps.rounds).toHaveLength(cell.rounds_planned);
    for (const side of ['client', 'server'] as const) {
      expect(cell.cpu_us_per_request[side]).toBeGreaterThan(0);
      expect(cell.cpu_utilisation[side]).toBeGreaterThan(0);
    }
  });

  test('has no latencies, for a reason that is told', () => {
    const nothing = { mean: null, p50: null, p95: null, p99: null, p999: null, max: null };
    expect(cell.rtt_ns).toEqual(nothing);
    expect(cell.server_latency_ns).toMatchObject({ mean: null, p50: null, p99: null });
    expect(cell).toMatchObject({ concurrency: null, connections_opened: null });
    const paths = ['rtt_ns.mean', 'rtt_ns.p50', 'rtt_ns.p999', 'rtt_ns.max', 'concurrency'];
    for (const path of [...paths, 'server_latency_ns.p99', 'connections_opened'])
      expect(cell.absent[path]).toBe(REASON);
  });

  test('has no checks that need what it does not give', () => {
    for (const name of ['littles_law', 'connections_opened', 'connections_accepted']) {
      expect(checkOf(cell, name)).toMatchObject({ ok: null, value: null });
      expect(cell.absent[`checks.${name}`]).toBe(REASON);
    }
    expect(cell.checks.map(({ name }) => name)).not.toContain('histogram_complete');
    expect(checkOf(cell, 'no_errors')?.ok).toBe(true);
    expect(checkOf(cell, 'window_length')?.ok).toBe(true);
  });

  test('leaves its neighbours as they are', () => {
    const neighbour = cellAt(result, SERVER, 'cpp-cpr');
    expect(neighbour.status).toBe('valid');
    expect(neighbour.rtt_ns.p50).toBeGreaterThan(0);
    expect(checkOf(neighbour, 'littles_law')?.ok).toBe(true);
  });

  test('may have been served more than it has seen, never less', () => {
    expect(checkOf(cell, 'requests_match_server')).toMatchObject({ ok: true, limit: '<= 0' });
    const invented = resultWith((window) => {
      if (window.server_counted !== null) window.server_counted.orders = 10;
    });
    expect(cellAt(invented, SERVER, 'wrk')).toMatchObject({
      status: 'invalid',
      reasons: expect.arrayContaining([
        expect.stringMatching(/^round 1: the client counted [\d,]+ requests, the server 10$/),
      ]) as unknown,
    });
  });

  test('may last as long as wrk takes to see that it is over', () => {
    const longer = resultWith((_, one) => {
      one.window_ns += 110e6;
    });
    expect(cellAt(longer, SERVER, 'wrk').status).toBe('valid');
  });

  test('is not valid when requests failed', () => {
    const failed = resultWith((_, one) => {
      one.errors = { eof: 3 };
    });
    expect(cellAt(failed, SERVER, 'wrk')).toMatchObject({ status: 'invalid' });
  });
});

test('a client that refuses what the run asks of it is skipped, for one reason', () => {
  const entries = journal({ servers: SERVERS.slice(0, 1), clients: [...CLIENTS.slice(0, 1), WRK] });
  const refused = entries
    .filter((entry) => !(entry.type === 'cell-measured' && entry.client === 'wrk'))
    .flatMap((entry): JournalEntry[] =>
      entry.type === 'verify-finished' && entry.service === 'wrk'
        ? [{ type: 'client-refused', service: 'wrk', reason: '--requests: it cannot' }]
        : [entry],
    );
  const result = analyseRun(refused);
  expect(result.counts).toMatchObject({ planned: 2, valid: 1, skipped: 1 });
  expect(cellAt(result, SERVER, 'wrk')).toMatchObject({
    status: 'skipped',
    reasons: ['wrk was skipped: --requests: it cannot'],
  });
});
