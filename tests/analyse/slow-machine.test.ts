import { describe, expect, test } from '@jest/globals';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import { cellAt } from './faults.ts';
import { comparedJournal, comparedPlan, service } from './fixtures.ts';
import { windowOf } from './window-fixture.ts';

type Measured = Extract<JournalEntry, { type: 'cell-measured' }>;

const ENTRIES = comparedJournal();

/** In these windows a request cost 27 % more CPU time on both sides. */
function dearer(isDear: (entry: Measured) => boolean): JournalEntry[] {
  return ENTRIES.map((entry) => {
    if (entry.type !== 'cell-measured' || !isDear(entry)) return entry;
    const changed = structuredClone(entry);
    for (const side of [changed.window.usage.client, changed.window.usage.server])
      side.cpu_ns = Math.round((side.cpu_ns ?? 0) * 1.27);
    return changed;
  });
}

describe('a round in which the machine was slow', () => {
  const result = analyseRun(dearer(({ pass, round }) => pass !== 'latency' && round === 2));

  test('is left out of each cell and ceiling, which are said to be disturbed', () => {
    for (const cell of [...result.cells, ...result.ceilings]) {
      expect(cell).toMatchObject({
        ...{ status: 'valid', disturbed: true, bimodal: false, rounds_measured: 2 },
        gated: { windows_left_out: 1, by_gate: { slow_state: 1 } },
      });
      expect(cell.throughput_rps.rounds.map(({ round }) => round)).toEqual([1, 3]);
    }
  });

  test('is in the estimate with all windows, which stands beside the other one', () => {
    const all = cellAt(analyseRun(ENTRIES), 'go-gin', 'cpp-cpr').throughput_rps.estimate;
    const cell = cellAt(result, 'go-gin', 'cpp-cpr');
    expect(cell.gated.throughput_rps_all.estimate).toBeCloseTo(all ?? NaN, 6);
    expect(cell.throughput_rps.estimate).not.toBeCloseTo(all ?? NaN, 0);
  });

  test('says nothing of the second pass, long after', () => {
    for (const { disturbed, rounds_measured } of result.latency_at_rate)
      expect({ disturbed, rounds_measured }).toEqual({ disturbed: false, rounds_measured: 3 });
  });

  test('shows in the noise of the machine', () => {
    expect(result.noise_floor.slow_windows).toBeGreaterThan(0);
    expect(analyseRun(ENTRIES).noise_floor.slow_windows).toBe(0);
  });
});

test('a program with two modes of its own keeps all its windows, and is said to have them', () => {
  const plan = comparedPlan();
  const client = service('client', 'cpp-cpr', 'cpr', 'cpp', 'cpr');
  const isInSecondMode = (entry: JournalEntry): entry is Measured =>
    entry.type === 'cell-measured' &&
    entry.pass === 'throughput' &&
    entry.round > 1 &&
    `${entry.server}:${entry.client}` === 'go-gin:cpp-cpr';
  // As busy as ever, it does less.
  const twoModes = ENTRIES.map((entry) =>
    isInSecondMode(entry) ? { ...entry, window: windowOf(client, 37_000, plan.settings) } : entry,
  );
  const result = analyseRun(twoModes);
  expect(cellAt(result, 'go-gin', 'cpp-cpr')).toMatchObject({
    ...{ status: 'valid', bimodal: true, disturbed: false, rounds_measured: 3 },
  });
  expect(cellAt(result, 'go-gin', 'rust-reqwest').bimodal).toBe(false);
});
