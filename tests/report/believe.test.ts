import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../src/analyse/result.ts';
import { renderBelieve } from '../../src/report/believe.ts';
import { paletteFor } from '../../src/report/palette.ts';
import { around, cellOf, changed, resultOf } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';

function render(result: RunResult): string[] {
  return renderBelieve(result, 300, paletteFor(false), 'short');
}

function edited(change: (run: RunResult) => void): string[] {
  return render(changed(comparison(), change));
}

test('everything that can be said, a line each', () => {
  expect(render(comparison())).toEqual([
    'How far to believe this',
    'Noise of the machine: the throughput of reference:reference varied by 1.18 % (CV) over 18 windows, ' +
      'CPU per request by 0.860 %; with the 5 that met the slow state of the machine by 12.1 %.',
    'Smallest ratio of two pairs that this run would find in 4 of 5 cases: 1.04 in throughput and 1.12 in P99 at equal load.',
    'Windows left out: 3 (slow state 2 and interference 1).',
    'With all windows go-gin:python-aiohttp has 16.3k (15.4-17.3k) instead of 17.5k (17.2-17.9k) req/s.',
    'Disturbed by the machine, also when measured again: go-gin:python-aiohttp.',
    'Two speeds of their own while the machine had one, so nothing was left out: python-fastapi:python-aiohttp.',
    'Ended early: the latency pass after 2 rounds, there was no time for more (--max-time).',
  ]);
});

test('why a pass ended early, also for a reason of its own', () => {
  const lines = edited((run) => {
    run.passes = [
      { pass: 'throughput', rounds: 12, reason: 'precision' },
      { pass: 'latency', rounds: 0, reason: 'nothing-valid' },
      { pass: 'control', rounds: 1, reason: 'it was enough' },
    ];
  });
  expect(lines.at(-1)).toBe(
    'Ended early: the throughput pass after 12 rounds, all intervals are narrow enough; ' +
      'the latency pass after 0 rounds, no pair is valid; the control pass after 1 round, it was enough.',
  );
});

test('a run of one quiet pair says what it cannot know', () => {
  expect(render(resultOf([], { cells: [cellOf('server', 'client', 1000)] }))).toEqual([
    'How far to believe this',
    'Noise of the machine: not known; there are no reference windows.',
    'Smallest ratio of two pairs that this run would find: not known; fewer than two cells are valid.',
    'Windows left out: none.',
  ]);
});

describe('the estimate with all windows', () => {
  const withAll = (estimate: number): string[] =>
    edited(({ cells }) => {
      for (const { gated, throughput_rps } of cells)
        gated.throughput_rps_all = around((throughput_rps.estimate ?? 0) * estimate, 0.05);
    }).filter((line) => line.startsWith('With all windows'));

  test('is told where it lies outside of the interval', () => {
    expect(withAll(0.97)).toHaveLength(9);
    expect(withAll(1.03)).toHaveLength(9);
  });

  test('is not told where it makes no difference', () => {
    expect(withAll(0.99)).toEqual([]);
  });
});

test('windows of ceilings count, and those that were measured again at equal load', () => {
  const lines = edited(({ ceilings, latency_at_rate }) => {
    for (const { gated } of ceilings.slice(0, 2))
      Object.assign(gated, { windows_left_out: 1, by_gate: { interference: 1 } });
    for (const one of latency_at_rate.slice(0, 2)) {
      one.repeats = [{ round: 1, gate: 'interference', why: 'it was so' }];
      one.disturbed = true;
    }
  });
  expect(lines).toContain('Windows left out: 5 (slow state 2 and interference 3).');
  expect(lines).toContain('At equal load 2 windows had to be measured again.');
  expect(lines).toContain(
    'Disturbed at equal load, also when measured again: go-gin:cpp-cpr, go-gin:python-aiohttp.',
  );
});
