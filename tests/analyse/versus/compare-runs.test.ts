import { describe, expect, test } from '@jest/globals';
import type { AnalysedRun } from '../../../src/analyse/run.ts';
import { compareRuns } from '../../../src/analyse/versus/compare-runs.ts';
import type { CompareOptions } from '../../../src/analyse/versus/compare-runs.ts';
import { comparisonSchema } from '../../../src/analyse/versus/comparison.ts';
import type { Versus, VersusCell } from '../../../src/analyse/versus/comparison.ts';
import { analysedRun } from '../../../src/analyse/run.ts';
import { journalWith, only, runWith } from './versus-fixture.ts';

const BASE = runWith({ id: 'base' });

function versus(run: AnalysedRun, options: Partial<CompareOptions> = {}, base = BASE): Versus {
  const all = { unlike: 'refuse' as const, fail_if_slower: null, ...options };
  const comparison = compareRuns(base, [run], all);
  // Strict: no NaN and no Infinity anywhere.
  expect(comparisonSchema.parse(comparison)).toEqual(comparison);
  const [first] = comparison.runs;
  if (first === undefined) throw new Error('there is one run');
  return first;
}

function cellOf({ cells }: Versus, server: string, client: string): VersusCell {
  const found = cells.find((cell) => cell.server === server && cell.client === client);
  if (found === undefined) throw new Error(`there is no ${server}:${client}`);
  return found;
}

describe('a run against another', () => {
  test('that measured the same ties everywhere', () => {
    const { counts, cells, drift } = versus(runWith());
    expect(counts).toMatchObject({ tied: 9, faster: 0, slower: 0 });
    for (const { changes } of cells)
      for (const { ratio, verdict } of changes) {
        expect(verdict).toBe('tied');
        expect(ratio.estimate).toBeCloseTo(1, 9);
        expect(ratio.low).toBeLessThanOrEqual(1);
        expect(ratio.high).toBeGreaterThanOrEqual(1);
      }
    expect(drift).toMatchObject({ differs: false });
  });

  test('shows which pair became slower, and which faster', () => {
    const run = runWith({
      factor: (cell) => {
        if (cell.pass !== 'throughput') return 1;
        return cell.server === 'go-gin' && cell.client === 'cpp-cpr'
          ? 0.7
          : cell.server === 'rust-actix' && cell.client === 'cpp-cpr'
            ? 1.4
            : 1;
      },
    });
    const found = versus(run);
    expect(found.counts).toMatchObject({ slower: 1, faster: 1, tied: 7 });
    const slower = cellOf(found, 'go-gin', 'cpp-cpr');
    expect(slower.verdict).toBe('slower');
    expect(slower.sentence).toMatch(
      /^0\.70 \(0\.6\d-0\.7\d\) times the throughput of the base run$/,
    );
    expect(cellOf(found, 'rust-actix', 'cpp-cpr').verdict).toBe('faster');
  });

  test('is the inverse of the other way round', () => {
    const run = runWith({ factor: only('go-gin', 'cpp-cpr', 0.8) });
    const [there, back] = [versus(run), versus(BASE, {}, run)];
    const ratioOf = (found: Versus) => cellOf(found, 'go-gin', 'cpp-cpr').changes[0]?.ratio;
    const [one, other] = [ratioOf(there), ratioOf(back)];
    expect(one?.estimate).toBeCloseTo(1 / (other?.estimate ?? NaN), 9);
    expect(one?.low).toBeCloseTo(1 / (other?.high ?? NaN), 9);
  });

  test('compares latency at equal load and CPU time too', () => {
    const run = runWith({
      change: ({ server, window }) => {
        if (server !== 'go-gin') return;
        window.usage.server.cpu_ns = 2 * (window.usage.server.cpu_ns ?? NaN);
      },
    });
    const { changes, verdict } = cellOf(versus(run), 'go-gin', 'rust-reqwest');
    expect(changes.map(({ metric }) => metric)).toEqual([
      'throughput_rps',
      'p50_at_rate_ns',
      'p99_at_rate_ns',
      'cpu_us_per_request',
    ]);
    expect(changes.map((change) => change.verdict)).toEqual(['tied', 'tied', 'tied', 'worse']);
    expect(verdict).toBe('tied');
  });

  test('says nothing of latencies at other rates, but lets automatic ones differ a little', () => {
    const latencies = (rate: number) =>
      cellOf(versus(runWith({ latency_rate_per_s: rate })), 'go-gin', 'cpp-cpr').changes[2];
    expect(latencies(4200)).toMatchObject({ absent: null });
    expect(latencies(6000)).toMatchObject({
      verdict: null,
      ratio: { estimate: null, low: null, high: null },
      absent:
        'latency was measured at 4000 requests/s then and at 6000 requests/s now; --latency-rate sets it',
    });
  });

  test('of one round cannot be compared, and it is said why', () => {
    const one = (id: string) => runWith({ id, settings: { rounds: 1 } });
    const found = versus(one('run'), {}, one('base'));
    expect(found.counts).toMatchObject({ 'not-comparable': 9 });
    expect(found.cells[0]?.sentence).toBe('an interval needs two rounds at least');
  });

  test('at a rate that was asked for is compared by P99', () => {
    const at = (id: string, rate_per_s: number) => runWith({ id, settings: { rate_per_s } });
    const found = versus(at('run', 2000), {}, at('base', 2000));
    expect(found.decided_by).toBe('p99_at_rate_ns');
    expect(found.counts.tied).toBe(9);
    expect(found.cells[0]?.sentence).toMatch(/ times the P99 of the base run$/);
    expect(found.cells[0]?.changes[0]).toMatchObject({ absent: 'the rate was fixed by --rate' });
  });
});

describe('a pair that one of the runs lacks', () => {
  const without = {
    has: ({ server, client }: { server: string; client: string }) =>
      server !== 'go-gin' || client !== 'cpp-cpr',
  };

  test('is missing, and the other way round it is new', () => {
    const found = versus(runWith(without));
    expect(found.counts).toMatchObject({ missing: 1, tied: 8 });
    expect(cellOf(found, 'go-gin', 'cpp-cpr')).toMatchObject({
      verdict: 'missing',
      sentence: 'this run does not have this pair',
    });
    const back = versus(BASE, {}, runWith(without));
    expect(back.counts).toMatchObject({ new: 1, tied: 8 });
    expect(back.cells.at(-1)).toMatchObject({ server: 'go-gin', client: 'cpp-cpr' });
  });

  test('is missing when it has no figure, and new when the base has none', () => {
    const failed = analysedRun(
      journalWith({ id: 'failed' }).map((entry) =>
        entry.type === 'cell-measured' && entry.server === 'go-gin' && entry.client === 'cpp-cpr'
          ? {
              type: 'cell-failed' as const,
              ...{
                pass: entry.pass,
                round: entry.round,
                server: entry.server,
                client: entry.client,
              },
              ...{ reason: 'it died', log_file: 'x.log', log_tail: [] },
            }
          : entry,
      ),
    );
    expect(cellOf(versus(failed), 'go-gin', 'cpp-cpr')).toMatchObject({
      verdict: 'missing',
      sentence: 'this run has no figure of it: failed, round 1: it died (log: x.log)',
    });
    expect(cellOf(versus(runWith(), {}, failed), 'go-gin', 'cpp-cpr')).toMatchObject({
      verdict: 'new',
      sentence: 'the base run has no figure of it: failed, round 1: it died (log: x.log)',
    });
    expect(cellOf(versus({ ...failed }, {}, failed), 'go-gin', 'cpp-cpr').verdict).toBe('missing');
  });

  test('has more errors when the base had none', () => {
    const faulty = runWith({
      change: ({ server, client, pass, round, window }) => {
        if (server !== 'go-gin' || client !== 'cpp-cpr' || pass !== 'throughput' || round !== 1)
          return;
        window.client_run.result.errors = { ...window.client_run.result.errors, reset: 40 };
      },
    });
    const cell = cellOf(versus(faulty), 'go-gin', 'cpp-cpr');
    expect(cell.errors).toMatchObject({ base: 0, run: 40, base_share: 0, more: true });
    expect(cell.sentence).toContain('0 failed requests then, 40 now');
    expect(cell.verdict).toBe('missing');
    expect(cellOf(versus(BASE, {}, faulty), 'go-gin', 'cpp-cpr').errors.more).toBe(false);
  });
});

describe('runs that were not measured alike', () => {
  const other = runWith({
    settings: { payload_bytes: 1000 },
    host: { cpu_model: 'Another CPU', sysctl: { 'net.core.somaxconn': '128' } },
  });
  const NAMED = [
    'host.cpu_model: Example CPU then, Another CPU now',
    'host.net.core.somaxconn: 4096 then, 128 now',
    'settings.payload_bytes: 200 then, 1000 now',
  ];

  test('are not compared, and each difference is named', () => {
    const found = versus(other);
    expect(found.differences).toEqual(NAMED);
    expect(found.forced).toBe(false);
    expect(found.counts).toMatchObject({ 'not-comparable': 9 });
    for (const { sentence, changes } of found.cells) {
      expect(sentence).toBe(`not measured alike: ${NAMED.join('; ')}`);
      expect(changes.every(({ ratio }) => ratio.estimate === null)).toBe(true);
    }
  });

  test('are compared with --force, which is said', () => {
    const found = versus(other, { unlike: 'force' });
    expect(found).toMatchObject({ forced: true, differences: NAMED });
    expect(found.counts.tied).toBe(9);
  });

  test('may differ in rounds, seed and label', () => {
    expect(versus(runWith({ settings: { rounds: 5 } })).differences).toEqual([]);
  });
});

describe('the reference pair', () => {
  test('shows that the machine itself was slower', () => {
    const slow = runWith({ factor: ({ pass }) => (pass === 'latency' ? 1 : 0.8) });
    const { drift, counts } = versus(slow);
    expect(drift.differs).toBe(true);
    expect(drift.sentence).toMatch(
      /^The machine itself is not as it was then: the reference pair has 0\.8/,
    );
    expect(counts.slower).toBe(9);
  });

  test('tells nothing when its services were changed', () => {
    const rebuilt = analysedRun(
      journalWith().map((entry) =>
        entry.type === 'build-finished' && entry.service === 'reference'
          ? { ...entry, fingerprint: 'another' }
          : entry,
      ),
    );
    expect(versus(rebuilt).drift).toMatchObject({
      differs: false,
      ratio: { estimate: null },
      sentence:
        'Whether the machine is as fast as then is not known: the reference services were changed.',
    });
  });
});
