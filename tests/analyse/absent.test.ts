import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runResultSchema } from '../../src/analyse/result.ts';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { cellFailed, SOMEWHERE, somewhere, without, withoutWindow, withWindow } from './faults.ts';
import { comparedJournal, journal } from './fixtures.ts';

/** Null there is an answer: no side is bound. */
const NOT_ABSENT = ['bound'];

/** Paths of all nulls, as `absent` names them. */
function nullPaths(value: unknown, path: string): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    nullPaths(inner, path === '' ? key : `${path}.${key}`),
  );
}

const NO_ROUND: JournalEntry = {
  type: 'rounds-ended',
  pass: 'throughput',
  rounds: 0,
  reason: 'max-time',
};
const unmeasured = without(journal(), (entry) => 'round' in entry);
const roundless: JournalEntry[] = [
  ...unmeasured.filter(({ type }) => type !== 'run-finished'),
  NO_ROUND,
  ...unmeasured.filter(({ type }) => type === 'run-finished'),
];

describe('absent values are null with a reason', () => {
  const faulty = withoutWindow(journal(), SOMEWHERE, [cellFailed('the client ended with code 1')]);
  const unreadable = withWindow(journal(), SOMEWHERE, ({ usage }) => {
    usage.client.cpu_ns = null;
  });
  test.each<[string, JournalEntry[]]>([
    ['a complete run', journal()],
    ['one round', journal({ settings: { rounds: 1 } })],
    ['few requests', journal({ settings: { duration_ms: null, requests: 20, connections: 1 } })],
    ['a run with ceilings and a second pass', comparedJournal()],
    ['the same in one round', comparedJournal({ settings: { rounds: 1 } })],
    ['the same at one rate', comparedJournal({ settings: { rate_per_s: 2000 } })],
    [
      'the same without a second pass that was begun',
      without(comparedJournal(), (entry) => 'pass' in entry && entry.pass === 'latency'),
    ],
    [
      'the same without the reference services',
      without(
        comparedJournal(),
        (entry) => JSON.stringify(entry).includes('"reference"') && entry.type !== 'run-started',
      ),
    ],
    ['an open loop', journal({ settings: { rate_per_s: 2000 } })],
    ['a failed cell', faulty],
    ['a round without CPU time', unreadable],
    ['windows of 200 ms', journal({ settings: { duration_ms: 200 } })],
    ['no time for a single round', roundless],
    ['nothing measured', without(journal(), ({ type }) => type === 'cell-measured')],
  ])('%s', (_, entries) => {
    const result = analyseRun(entries);
    expect(runResultSchema.parse(result)).toEqual(result);
    for (const cell of [...result.cells, ...result.ceilings, ...result.latency_at_rate]) {
      expect(Object.keys(cell.absent).toSorted()).toEqual(
        nullPaths(cell, '')
          .filter((path) => !NOT_ABSENT.includes(path))
          .toSorted(),
      );
    }
  });

  test('a pair of a run without a round is not measured, and no gate lets it pass', () => {
    const cell = somewhere(roundless);
    expect(cell).toMatchObject({ status: 'failed', rounds_planned: 0, rounds_measured: 0 });
    expect(cell.reasons).toEqual(['not measured']);
  });

  test('one round has no range', () => {
    const cell = somewhere(journal({ settings: { rounds: 1 } }));
    expect(cell.status).toBe('valid');
    expect(cell.throughput_rps).toMatchObject({ low: null, high: null });
    expect(cell.absent['throughput_rps.low']).toBe('an interval needs two rounds at least');
    expect(cell.absent['throughput_rps.smallest']).toBe('one round has no range');
  });

  test('a percentile with too few samples beyond it', () => {
    const cell = somewhere(
      journal({ settings: { duration_ms: null, requests: 20, connections: 1, rounds: 1 } }),
    );
    expect(cell.status).toBe('valid');
    expect(cell.rtt_ns.p50).not.toBeNull();
    expect(cell.absent['rtt_ns.p95']).toBe('needs at least 200 samples, there are 20');
  });

  test('CPU time is the median of the rounds in which it could be read', () => {
    const place = { server: 'go-gin', client: 'cpp-cpr' };
    const never = [1, 2, 3].reduce<JournalEntry[]>(
      (entries, round) =>
        withWindow(entries, { ...place, round }, ({ usage }) => (usage.client.cpu_ns = null)),
      journal(),
    );
    expect(somewhere(unreadable).cpu_us_per_request.client).toBeCloseTo(0.97e6 / 47_305, 1);
    const cell = somewhere(never);
    expect(cell.status).toBe('valid');
    expect(cell.absent['cpu_us_per_request.client']).toBe(
      'the CPU time of the client could not be read',
    );
  });

  test('a cell that is not valid keeps its rounds and counts, but gives no figures to compare', () => {
    const cell = somewhere(
      withWindow(journal(), SOMEWHERE, (window) => {
        window.server_counted.orders += 1;
      }),
    );
    expect(cell.status).toBe('invalid');
    expect(cell.throughput_rps.estimate).toBeNull();
    expect(cell.rtt_ns.p50).toBeNull();
    expect(cell.absent['throughput_rps.estimate']).toBe('the cell is invalid');
    expect(cell.throughput_rps.rounds).toHaveLength(3);
    expect(cell.requests.ok).toBeGreaterThan(0);
  });
});

test('however early a journal ends, no planned cell is dropped and the schema is kept', () => {
  const entries = journal();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: entries.length }), (length) => {
      const result = analyseRun(entries.slice(0, length));
      expect(runResultSchema.parse(result)).toEqual(result);
      expect(result.cells).toHaveLength(9);
      expect(result.counts.valid + result.counts.failed).toBe(9);
    }),
    { numRuns: 20 },
  );
});
