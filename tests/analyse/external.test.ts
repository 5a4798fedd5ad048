import { describe, expect, test } from '@jest/globals';
import { runResultSchema } from '../../src/analyse/result.ts';
import type { Cell, RunResult } from '../../src/analyse/result.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import { journalEntrySchema } from '../../src/journal/entries.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { MeasuredWindow } from '../../src/measure/facts.ts';
import type { ServiceFacts } from '../../src/plan/facts.ts';
import { cellAt, without } from './faults.ts';
import { CLIENTS, journal, SERVERS, service } from './fixtures.ts';

type External = NonNullable<ServiceFacts['external']>;
type Reached = Extract<JournalEntry, { type: 'server-reached' }>;

const URL = 'http://127.0.0.1:8000';
const STATS = { server: 'own', build_id: '', pid: 7 };
const NOTE =
  `mine (${URL}) was not started by pairbench: it is not pinned to CPUs, and ` +
  'who it is rests on its own /stats alone';

interface Given {
  readonly external?: Partial<External>;
  readonly reached?: Partial<Reached>;
  readonly change?: (window: MeasuredWindow) => MeasuredWindow;
}

/** A run with one server of its own and one, `mine`, that ran already. */
function runWith({ external, reached, change = (window) => window }: Given): JournalEntry[] {
  const mine: ServiceFacts = {
    ...service('server', 'mine', `running at ${URL}`, 'unknown', 'unknown'),
    external: { url: URL, process: null, ...external },
  };
  const met: Reached = {
    ...{ type: 'server-reached', service: 'mine', url: URL, stats: STATS },
    ...reached,
  };
  return journal({ servers: [...SERVERS.slice(0, 1), mine], clients: CLIENTS.slice(0, 1) })
    .flatMap((entry): JournalEntry[] => {
      if (entry.type === 'build-finished' && entry.service === 'mine') return [met];
      if (entry.type !== 'cell-measured' || entry.server !== 'mine') return [entry];
      return [{ ...entry, window: change(entry.window) }];
    })
    .map((entry) => journalEntrySchema.parse(entry));
}

function resultOf(given: Given): RunResult {
  const result = analyseRun(runWith(given));
  expect(runResultSchema.parse(result)).toEqual(result);
  return result;
}

function mineOf(result: RunResult): Cell {
  return cellAt(result, 'mine', 'cpp-cpr');
}

function withoutCpu(window: MeasuredWindow): MeasuredWindow {
  const server = { ...window.usage.server, cpu_ns: null, peak_rss_bytes: null, samples: [] };
  return { ...window, usage: { ...window.usage, server } };
}

const withoutCounts = (window: MeasuredWindow): MeasuredWindow => ({
  ...window,
  server_counted: null,
});

describe('a server that already runs', () => {
  test('is said not to be ours, in words and in its entry', () => {
    const result = resultOf({});
    expect(result.notices).toEqual([NOTE]);
    expect(result.environment.services.map(({ name, external }) => [name, external])).toEqual([
      ['go-gin', null],
      ['mine', { url: URL, process: null }],
      ['cpp-cpr', null],
    ]);
    expect(result.environment.services[1]).toMatchObject({ build_id: null, versions: {} });
    expect(mineOf(result).status).toBe('valid');
  });

  test('is said to have been measured at one address of its name', () => {
    const url = 'http://localhost:8000';
    expect(resultOf({ external: { url } }).notices).toEqual([
      NOTE.replace(URL, url),
      `mine: ${url} was looked up once; the tool and the clients used ${URL}`,
    ]);
  });

  test('has no CPU time without its process, and the reason', () => {
    const cell = mineOf(resultOf({ change: withoutCpu }));
    expect(cell.status).toBe('valid');
    expect(cell.cpu_us_per_request).toEqual({ client: expect.any(Number), server: null });
    const why =
      'could not be read: pairbench did not start it, and its process was not named (--server-pid)';
    expect(cell.absent).toMatchObject({
      'cpu_us_per_request.server': `the CPU time of the server ${why}`,
      'cpu_utilisation.server': `the CPU time of the server ${why}`,
      'rss_bytes.server_peak': `the memory of the server ${why}`,
      'fds_peak.server': `the open files of the server ${why}`,
    });
  });

  test('has no CPU time when its process ended, and another reason', () => {
    const process = { pid: 4711, start_ticks: '12' };
    const cell = mineOf(resultOf({ external: { process }, change: withoutCpu }));
    expect(cell.absent['cpu_us_per_request.server']).toBe(
      'the CPU time of the server could not be read: process 4711 (--server-pid) has ended, ' +
        'or is not ours to look into',
    );
  });

  test('that cannot be reached fails its cells and no others', () => {
    const reason = `${URL} cannot be reached: connect ECONNREFUSED 127.0.0.1:8000`;
    const entries = without(
      runWith({}),
      (entry) =>
        (entry.type === 'cell-measured' && entry.server === 'mine') ||
        (entry.type === 'verify-finished' && entry.service === 'mine'),
    ).map((entry): JournalEntry =>
      entry.type === 'server-reached'
        ? { type: 'server-unreachable', service: 'mine', reason }
        : entry,
    );
    const result = analyseRun(entries);
    expect(result.counts).toMatchObject({ planned: 2, valid: 1, failed: 1 });
    expect(mineOf(result).reasons).toEqual([`mine: ${reason}`]);
  });

  test('that was restarted fails its cell with the reason, without a log', () => {
    const failed: JournalEntry = {
      ...{
        type: 'server-failed',
        pass: 'throughput',
        round: 2,
        server: 'mine',
        reason: 'it was restarted: …',
      },
      ...{ log_file: null, log_tail: [] },
    };
    const entries = runWith({}).flatMap((entry) =>
      entry.type === 'cell-measured' && entry.server === 'mine' && entry.round === 2
        ? [failed]
        : [entry],
    );
    expect(mineOf(analyseRun(entries))).toMatchObject({
      status: 'failed',
      reasons: ['round 2: the server failed: it was restarted: …'],
    });
  });
});

describe('a server without /stats', () => {
  const given: Given = { reached: { stats: null }, change: withoutCounts };

  test('has a result whose counts were not checked, which is said and never passed', () => {
    const result = resultOf(given);
    const cell = mineOf(result);
    expect(cell.status).toBe('valid');
    expect(cell.checks.filter(({ ok }) => ok !== true)).toEqual([
      { name: 'requests_match_server', ok: null, value: null, limit: '0' },
      { name: 'connections_accepted', ok: null, value: null, limit: '= 100' },
    ]);
    const why = 'the server has no /stats, what it counted is not known';
    expect(cell.absent).toMatchObject({
      'checks.requests_match_server': why,
      'checks.connections_accepted': why,
    });
    expect(result.notices).toEqual([
      `mine (${URL}) was not started by pairbench: it is not pinned to CPUs, and it has no ` +
        '/stats, so which process answered and what it counted could not be checked',
    ]);
  });

  test('is invalid by what can be checked all the same', () => {
    const cell = mineOf(
      resultOf({
        ...given,
        change: (window) => {
          const { client_run } = window;
          const result = { ...client_run.result, connections_opened: 101 };
          return { ...withoutCounts(window), client_run: { ...client_run, result } };
        },
      }),
    );
    expect(cell.status).toBe('invalid');
    expect(cell.reasons[0]).toBe('round 1: the client opened 101 connections instead of 100');
  });

  test('in one round only is not hidden by rounds that were checked', () => {
    let windows = 0;
    const cell = mineOf(
      resultOf({ change: (window) => ((windows += 1) === 2 ? withoutCounts(window) : window) }),
    );
    expect(cell.checks.find(({ name }) => name === 'requests_match_server')?.ok).toBeNull();
  });
});
