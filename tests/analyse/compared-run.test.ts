import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import { runResultSchema } from '../../src/analyse/result.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { cellAt, without } from './faults.ts';
import { comparedJournal, journal } from './fixtures.ts';

const ENTRIES = comparedJournal();
const RESULT = analyseRun(ENTRIES);
const FAILURE = { reason: 'it died', log_file: 'x.log', log_tail: [] };

const named = ({ server, client }: { server: string; client: string }): string =>
  `${server}:${client}`;
const latencyOf = ({ latency_at_rate }: RunResult, pair: string) =>
  latency_at_rate.find((one) => named(one) === pair);
const isWindow = (entry: JournalEntry, pass: string, pair: string): boolean =>
  entry.type === 'cell-measured' && entry.pass === pass && named(entry) === pair;

describe('the result of a run with reference services', () => {
  test('keeps the schema', () => {
    expect(runResultSchema.parse(RESULT)).toEqual(RESULT);
  });

  test('has the ceilings beside the cells, and counts them not', () => {
    expect(RESULT.cells).toHaveLength(9);
    expect(RESULT.counts).toMatchObject({ planned: 9, valid: 9 });
    expect(RESULT.ceilings.map(named)).toEqual([
      ...['go-gin:reference', 'python-fastapi:reference', 'rust-actix:reference'],
      ...['reference:cpp-cpr', 'reference:python-aiohttp', 'reference:rust-reqwest'],
      'reference:reference',
    ]);
    for (const { status, rounds_measured } of RESULT.ceilings)
      expect({ status, rounds_measured }).toEqual({ status: 'valid', rounds_measured: 3 });
    expect(RESULT.reference).toEqual({ server: 'reference', client: 'reference' });
  });

  test('says of each pass how many rounds it had, and why it ended', () => {
    expect(RESULT.passes).toEqual([
      { pass: 'throughput', rounds: 3, reason: 'planned' },
      { pass: 'latency', rounds: 3, reason: 'planned' },
    ]);
    const early = ENTRIES.map((entry): JournalEntry =>
      entry.type === 'rounds-ended' && entry.pass === 'latency'
        ? { ...entry, reason: 'precision' }
        : entry,
    );
    expect(analyseRun(early).passes[1]).toMatchObject({ pass: 'latency', reason: 'precision' });
  });

  test('says how many rounds were finished of a pass that has not ended', () => {
    const end = ENTRIES.findLastIndex(({ type }) => type === 'round-finished');
    expect(analyseRun(ENTRIES.slice(0, end)).passes).toEqual([
      { pass: 'throughput', rounds: 3, reason: 'planned' },
      { pass: 'latency', rounds: 2, reason: null },
    ]);
  });

  test('has the noise of the machine from its reference windows', () => {
    const controls = ENTRIES.filter((entry) => isWindow(entry, 'control', 'reference:reference'));
    expect(controls).toHaveLength(9);
    expect(RESULT.noise_floor.windows).toBeGreaterThanOrEqual(9);
    expect(RESULT.noise_floor.absent).toBeNull();
  });

  test('has rankings of servers and clients by the reference on the other side', () => {
    for (const side of ['servers', 'clients'] as const) {
      const ranking = RESULT.rankings.find(
        (one) => one.of === side && one.metric === 'cpu_us_per_request',
      );
      expect(ranking).toMatchObject({ under: 'reference', absent: null });
      expect(ranking?.entries).toHaveLength(3);
    }
  });

  test('has no windows of other passes in its cells', () => {
    const alone = analyseRun(journal());
    for (const { server, client, throughput_rps, requests } of alone.cells)
      expect(cellAt(RESULT, server, client)).toMatchObject({
        ...{ requests, throughput_rps: { rounds: throughput_rps.rounds } },
      });
  });
});

describe('latency at one equal rate', () => {
  test('is that of each pair and ceiling but for the reference pair, at the rate of the journal', () => {
    expect(RESULT.latency_at_rate.map(named)).toEqual([
      ...RESULT.cells.map(named),
      ...RESULT.ceilings.map(named).filter((pair) => pair !== 'reference:reference'),
    ]);
    for (const one of RESULT.latency_at_rate) {
      expect(one).toMatchObject({ status: 'valid', rate_per_s: 4000, unsent: 0, disturbed: false });
      expect(one.rounds_measured).toBe(3);
      expect(one.achieved_per_s).toBeCloseTo(4000, -1);
    }
  });

  test('is that of the pass with equal load, where all was measured at one rate', () => {
    const result = analyseRun(comparedJournal({ settings: { rate_per_s: 2000 } }));
    expect(result.passes.map(({ pass }) => pass)).toEqual(['throughput']);
    expect(result.latency_at_rate).toHaveLength(16);
    expect(result.latency_at_rate[0]).toMatchObject({ status: 'valid', rate_per_s: 2000 });
    const ranking = result.rankings.find(({ metric }) => metric === 'throughput_rps');
    expect(ranking?.absent).toBe('the rate was fixed by --rate');
  });

  test('of a pair that is not valid has the reason of its first pass', () => {
    const entries = ENTRIES.flatMap((entry): JournalEntry[] => {
      if (isWindow(entry, 'latency', 'go-gin:cpp-cpr')) return [];
      return isWindow(entry, 'throughput', 'go-gin:cpp-cpr') && 'round' in entry
        ? [
            {
              ...{ type: 'cell-failed', pass: 'throughput', round: entry.round },
              ...{ server: 'go-gin', client: 'cpp-cpr', ...FAILURE },
            },
          ]
        : [entry];
    });
    const result = analyseRun(entries);
    const { reasons } = cellAt(result, 'go-gin', 'cpp-cpr');
    expect(reasons[0]).toContain('it died');
    expect(latencyOf(result, 'go-gin:cpp-cpr')).toMatchObject({ status: 'failed', reasons });
  });

  test('of a pair that fails only there has a reason of its own, and its cell stays valid', () => {
    const entries = ENTRIES.map((entry): JournalEntry =>
      isWindow(entry, 'latency', 'go-gin:cpp-cpr') && 'round' in entry && entry.round === 2
        ? {
            ...{ type: 'cell-failed', pass: 'latency', round: 2 },
            ...{ server: 'go-gin', client: 'cpp-cpr', ...FAILURE },
          }
        : entry,
    );
    const result = analyseRun(entries);
    expect(cellAt(result, 'go-gin', 'cpp-cpr').status).toBe('valid');
    expect(latencyOf(result, 'go-gin:cpp-cpr')).toMatchObject({
      status: 'failed',
      reasons: [expect.stringContaining('round 2: it died')],
      rtt_ns: { p99: null },
    });
  });

  test('in which a pair does not keep the rate is invalid', () => {
    const entries = ENTRIES.map((entry): JournalEntry => {
      if (!isWindow(entry, 'latency', 'go-gin:cpp-cpr')) return entry;
      const changed = structuredClone(entry);
      if (changed.type === 'cell-measured' && changed.window.client_run.result.open_loop !== null) {
        const { open_loop, window_ns, requests } = changed.window.client_run.result;
        changed.window.client_run.result.window_ns = Math.round(window_ns * 1.05);
        open_loop.due = requests.window;
      }
      return changed;
    });
    expect(latencyOf(analyseRun(entries), 'go-gin:cpp-cpr')?.status).toBe('invalid');
  });

  test.each<[string, readonly JournalEntry[], string]>([
    ['it was switched off', journal(), '--no-latency: it was not measured'],
    [
      'the run ended before it',
      without(ENTRIES, (entry) => 'pass' in entry && entry.pass === 'latency').filter(
        ({ type }) => type !== 'latency-rate' && type !== 'run-finished',
      ),
      'the run ended before it',
    ],
    [
      'no pair is valid',
      without(ENTRIES, ({ type }) => type === 'latency-rate' || type === 'cell-measured'),
      'no pair is valid, so there was no rate for it',
    ],
  ])('is none where %s, and the rankings say why', (_, entries, reason) => {
    const { latency_at_rate, rankings } = analyseRun(entries);
    expect(latency_at_rate).toEqual([]);
    const ranking = rankings.find(
      ({ of, metric }) => of === 'pairs' && metric === 'p99_at_rate_ns',
    );
    expect(ranking?.absent).toBe(reason);
  });

  test('has no more rounds to miss than the first pass had', () => {
    const isLate = (entry: JournalEntry): boolean =>
      ('round' in entry && entry.round > 1) ||
      entry.type === 'run-finished' ||
      (entry.type === 'rounds-ended' && entry.pass === 'latency');
    const early = without(ENTRIES, isLate).map((entry): JournalEntry =>
      entry.type === 'rounds-ended' ? { ...entry, rounds: 1, reason: 'max-time' } : entry,
    );
    const result = analyseRun(early);
    expect(cellAt(result, 'go-gin', 'cpp-cpr')).toMatchObject({
      status: 'valid',
      rounds_planned: 1,
    });
    expect(latencyOf(result, 'go-gin:cpp-cpr')).toMatchObject({ status: 'valid', reasons: [] });
  });
});

describe('reference services that could not be built', () => {
  const failed = (kind: 'server' | 'client'): JournalEntry => ({
    ...{ type: 'build-failed', kind, service: 'reference', ...FAILURE },
  });
  const isOf = (kind: 'server' | 'client') => (entry: JournalEntry) =>
    entry.type === 'cell-measured' && entry[kind] === 'reference';

  test.each(['server', 'client'] as const)(
    'the %s: the run goes on and says what is missing',
    (kind) => {
      const result = analyseRun([...without(ENTRIES, isOf(kind)), failed(kind)]);
      expect(result.counts).toMatchObject({ planned: 9, valid: 9 });
      expect(result.notices).toEqual([
        "ceilings are missing, and there is no check of the machine's state: " +
          `reference (${kind}) could not be built: it died (log: x.log)`,
      ]);
      const missing = result.ceilings.filter((cell) => cell[kind] === 'reference');
      for (const { status } of missing) expect(status).toBe('failed');
      const ranking = result.rankings.find(
        (one) => one.of === (kind === 'server' ? 'clients' : 'servers'),
      );
      expect(ranking?.entries.map(({ why_not }) => why_not)).toEqual(
        Array.from({ length: 3 }, () => expect.stringContaining('could not be built')),
      );
    },
  );

  test('are told once when both are missing, and in no run that has them', () => {
    expect(RESULT.notices).toEqual([]);
    const neither = without(ENTRIES, (entry) => isOf('server')(entry) || isOf('client')(entry));
    const { notices } = analyseRun([...neither, failed('server'), failed('client')]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/reference \(server\) .*; reference \(client\) /);
  });

  test('without ceilings still lack the check of the machine', () => {
    const [started] = ENTRIES;
    if (started?.type !== 'run-started') throw new Error('a journal begins with the plan');
    const plain = { ...started, plan: { ...started.plan, ceilings: [] } };
    const [notice] = analyseRun([plain, ...ENTRIES.slice(1), failed('server')]).notices;
    expect(notice).toMatch(
      /^no check of the machine's state: reference \(server\) could not be built/,
    );
  });
});
