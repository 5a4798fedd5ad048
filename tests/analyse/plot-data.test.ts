import { describe, expect, test } from '@jest/globals';
import { percentileCurve } from '../../src/analyse/percentile-curve.ts';
import type { PlotData } from '../../src/analyse/plot-data.ts';
import { type RunResult, runResultSchema } from '../../src/analyse/result.ts';
import { analysedRun } from '../../src/analyse/run.ts';
import { readSeries } from '../../src/analyse/series.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { cellAt } from './faults.ts';
import { CLIENTS, comparedJournal, journal, SERVERS } from './fixtures.ts';
import { latencies } from './window-fixture.ts';

type Measured = Extract<JournalEntry, { type: 'cell-measured' }>;

const ONE_PAIR = { servers: SERVERS.slice(0, 1), clients: CLIENTS.slice(0, 1) };

function isMeasured(entry: JournalEntry): entry is Measured {
  return entry.type === 'cell-measured';
}

function pairOf({ pairs }: PlotData, server: string, client: string): PlotData['pairs'][number] {
  const found = pairs.find((pair) => pair.server === server && pair.client === client);
  if (found === undefined) throw new Error(`there is no ${server}:${client}`);
  return found;
}

/** With intervals of 100 ms, as clients print them. */
function withIntervals(entries: readonly JournalEntry[], of_window: number): JournalEntry[] {
  return structuredClone(entries).map((entry) => {
    if (!isMeasured(entry)) return entry;
    const interval = (phase: 'warmup' | 'window', index: number) => ({
      phase,
      elapsed_ns: (index + 1) * 1e8,
      completed: 1000 + index,
      errors: 0,
    });
    entry.window.client_run.intervals = [
      ...Array.from({ length: 5 }, (_, index) => interval('warmup', index)),
      ...Array.from({ length: of_window }, (_, index) => interval('window', index)),
    ];
    return entry;
  });
}

function analyseForPlots(entries: readonly JournalEntry[]): { result: RunResult; plots: PlotData } {
  const { result, plots } = analysedRun(entries);
  return { result, plots: plots() };
}

describe('plots of a complete run', () => {
  const { result, plots } = analyseForPlots(comparedJournal());

  test('come with the same result, a pair for each cell', () => {
    expect(runResultSchema.parse(result)).toEqual(result);
    expect(plots.pairs.map(({ server, client }) => [server, client])).toEqual(
      result.cells.map(({ server, client }) => [server, client]),
    );
  });

  test('curves are of the pass at equal rate and go through its percentiles', () => {
    const { curve } = pairOf(plots, 'go-gin', 'cpp-cpr');
    const at = (q: number): number | undefined => curve.points.find((point) => point.q === q)?.ns;
    const equal = result.latency_at_rate.find(
      ({ server, client }) => server === 'go-gin' && client === 'cpp-cpr',
    );
    expect(curve.load).toBe('equal rate');
    expect([at(0.5), at(0.95), at(0.99)]).toEqual([
      equal?.rtt_ns.p50,
      equal?.rtt_ns.p95,
      equal?.rtt_ns.p99,
    ]);
    const values = curve.points.map(({ ns }) => ns);
    expect(values).toEqual(values.toSorted((one, other) => one - other));
  });

  test('each round has its window, in which the client printed nothing and the mean is known', () => {
    const { windows } = pairOf(plots, 'go-gin', 'cpp-cpr');
    expect(windows.map(({ round, gate, counts }) => [round, gate, counts])).toEqual([
      [1, null, true],
      [2, null, true],
      [3, null, true],
    ]);
    const { rounds } = cellAt(result, 'go-gin', 'cpp-cpr').throughput_rps;
    expect(windows[0]?.rps).toBeCloseTo(rounds[0]?.rps ?? NaN, -1);
    expect(windows[0]?.window).toEqual([{ end_s: windows[0]?.window_s, rps: windows[0]?.rps }]);
  });
});

describe('curves', () => {
  test('end where fewer than 10 samples lie beyond', () => {
    const series = readSeries(
      latencies([
        [1000, 900],
        [2000, 100],
      ]),
    );
    const points = percentileCurve(series);
    if ('absent' in points) throw new Error(points.absent);
    const last = points.at(-1)?.q ?? NaN;
    expect(1000 * (1 - last)).toBeGreaterThanOrEqual(10 - 1e-6);
    expect(last).toBe(0.99);
  });

  test('of too few samples are absent with the reason', () => {
    expect(percentileCurve(readSeries(latencies([[1000, 9]])))).toEqual({
      absent: 'needs at least 10 samples, there are 9',
    });
  });

  test('without a second pass are of the load that was asked for', () => {
    const { plots } = analyseForPlots(journal(ONE_PAIR));
    expect(plots.pairs[0]?.curve).toMatchObject({ load: 'as asked', absent: null });
  });

  test('of a pair that failed are absent with its reason', () => {
    const entries = comparedJournal().filter(
      (entry) => !isMeasured(entry) || entry.server !== 'go-gin' || entry.client !== 'cpp-cpr',
    );
    const { curve, status, windows } = pairOf(analyseForPlots(entries).plots, 'go-gin', 'cpp-cpr');
    expect(status).toBe('failed');
    expect(windows).toEqual([]);
    expect(curve.points).toEqual([]);
    expect(curve.absent).toMatch(/\w/);
  });
});

describe('windows', () => {
  test('have their warm-up, and neighbours are put together where there are many', () => {
    const { plots } = analyseForPlots(withIntervals(journal(ONE_PAIR), 50));
    const [first] = plots.pairs[0]?.windows ?? [];
    expect(first?.warmup).toHaveLength(5);
    expect(first?.warmup[1]).toEqual({ end_s: 0.2, rps: 10_010 });
    expect(first?.window).toHaveLength(17);
    // 1000 + 1001 + 1002 requests in 0.3 s.
    expect(first?.window[0]).toEqual({ end_s: 0.3, rps: 10_010 });
    expect(first?.window.at(-1)?.end_s).toBe(5);
  });

  test('of half a minute or more are drawn with more points, but not with all', () => {
    const long = { ...ONE_PAIR, settings: { duration_ms: 60_000 } };
    const { plots } = analyseForPlots(withIntervals(journal(long), 600));
    const [window] = plots.pairs[0]?.windows ?? [];
    expect(window?.window).toHaveLength(60);
    expect(window?.usage.length).toBeGreaterThan(20);
    expect(window?.usage.length).toBeLessThanOrEqual(31);
  });

  test('that were left out say for which gate', () => {
    const entries = structuredClone(journal(ONE_PAIR));
    const at = entries.findIndex(isMeasured);
    const again = structuredClone(entries[at]);
    const [first] = entries.filter(isMeasured);
    if (again === undefined || first === undefined) throw new Error('nothing was measured');
    first.window.foreign_cpus = 0.9;
    entries.splice(at + 1, 0, again);
    const windows = analyseForPlots(entries).plots.pairs[0]?.windows ?? [];
    expect(windows.map(({ round, gate, counts }) => [round, gate, counts])).toEqual([
      [1, 'interference', false],
      [1, null, true],
      [2, null, true],
      [3, null, true],
    ]);
  });

  test('show memory and open files until their end, the last sample as part of what was before', () => {
    const entries = structuredClone(journal(ONE_PAIR));
    for (const { window } of entries.filter(isMeasured)) {
      const { samples } = window.usage.client;
      const last = samples.at(-1);
      if (last !== undefined) last.fds = 3;
    }
    const usage = analyseForPlots(entries).plots.pairs[0]?.windows[0]?.usage ?? [];
    const [before, end] = usage.slice(-2);
    expect(end?.client_fds).toBe(before?.client_fds);
    expect(end?.client_fds).toBeGreaterThan(3);
    expect(end?.at_s).toBeCloseTo(2, 1);
  });

  test('are chosen among those with intervals, of which a long run does not keep all', () => {
    const entries = withIntervals(journal({ ...ONE_PAIR, settings: { rounds: 60 } }), 20);
    for (const entry of entries)
      if (isMeasured(entry) && entry.round % 2 === 0) entry.window.client_run.intervals = [];
    const windows = analyseForPlots(entries).plots.pairs[0]?.windows ?? [];
    expect(windows).toHaveLength(24);
    expect(windows.every(({ warmup }) => warmup.length > 0)).toBe(true);
  });

  test('are few however many rounds there were, the first and the last among them', () => {
    const size = (rounds: number): number => {
      const { plots } = analyseForPlots(
        withIntervals(journal({ ...ONE_PAIR, settings: { rounds } }), 50),
      );
      const [pair] = plots.pairs;
      expect(pair?.windows_measured).toBe(rounds);
      expect(pair?.windows[0]?.round).toBe(1);
      expect(pair?.windows.at(-1)?.round).toBe(rounds);
      return JSON.stringify(plots).length;
    };
    const [some, many] = [size(24), size(96)];
    expect(many).toBeLessThan(1.05 * some);
  });
});
