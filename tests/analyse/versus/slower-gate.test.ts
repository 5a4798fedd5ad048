import { describe, expect, test } from '@jest/globals';
import type { AnalysedRun } from '../../../src/analyse/run.ts';
import { compareRuns } from '../../../src/analyse/versus/compare-runs.ts';
import type { RunsComparison } from '../../../src/analyse/versus/comparison.ts';
import { type Differing, only, runWith } from './versus-fixture.ts';

const BASE = runWith({ id: 'base' });

function gates(run: AnalysedRun, base = BASE, limit = 0.05): RunsComparison['gates'] {
  return compareRuns(base, [run], { unlike: 'refuse', fail_if_slower: limit }).gates;
}

function gateOf(differing: Differing, limit = 0.05): RunsComparison['gates'][number] | undefined {
  return gates(runWith(differing), BASE, limit)[0];
}

describe('a run may be so much slower and no more', () => {
  test('each pair has a verdict', () => {
    const all = gates(runWith());
    expect(all.map(({ verdict }) => verdict)).toEqual(Array(9).fill('pass'));
    expect(all[0]).toMatchObject({ name: 'go-gin:cpp-cpr at most 5 % slower', run_id: 'run' });
    expect(all[0]?.sentence).toMatch(/^1\.00 \(.*\) times the throughput: not below 0\.95$/);
  });

  test('none without the flag', () => {
    expect(
      compareRuns(BASE, [runWith()], { unlike: 'refuse', fail_if_slower: null }).gates,
    ).toEqual([]);
  });

  test('fails where the whole interval lies beyond the limit', () => {
    const gate = gateOf({ factor: only('go-gin', 'cpp-cpr', 0.8) });
    expect(gate?.verdict).toBe('fail');
    expect(gate?.sentence).toMatch(
      /^0\.80 \(.*\) times the throughput: the whole interval is below 0\.95$/,
    );
  });

  test('holds where the interval reaches back to the limit, however bad the estimate', () => {
    const gate = gateOf({ factor: only('go-gin', 'cpp-cpr', 0.93) });
    expect(gate?.verdict).toBe('pass');
    expect(gate?.sentence).toMatch(/: below 0\.95, but its interval reaches back to it$/);
    expect(gateOf({ factor: only('go-gin', 'cpp-cpr', 0.8) }, 0.3)?.verdict).toBe('pass');
  });

  test('holds for a pair that became faster', () => {
    expect(gateOf({ factor: only('go-gin', 'cpp-cpr', 1.5) })?.verdict).toBe('pass');
  });

  test('fails for a missing pair, not for a new one', () => {
    const without = runWith({
      id: 'without',
      has: ({ server, client }) => server !== 'go-gin' || client !== 'cpp-cpr',
    });
    expect(gates(without)[0]).toMatchObject({
      ...{ verdict: 'fail', sentence: 'missing: this run does not have this pair' },
    });
    expect(gates(BASE, without).at(-1)).toMatchObject({
      ...{ verdict: 'pass', sentence: 'new: the base run does not have this pair' },
    });
  });

  test('fails for more errors', () => {
    const gate = gateOf({
      change: ({ pass, round, window }) => {
        if (pass === 'throughput' && round === 1)
          window.client_run.result.errors = { ...window.client_run.result.errors, reset: 40 };
      },
    });
    expect(gate).toMatchObject({
      verdict: 'fail',
      sentence: 'more errors: 0 failed requests then, 40 now',
    });
  });

  test('has no data where the runs were not measured alike', () => {
    const gate = gateOf({ settings: { connections: 50 } });
    expect(gate?.verdict).toBe('no-data');
    expect(gate?.sentence).toBe('not measured alike: settings.connections: 100 then, 50 now');
  });

  test('names the run where there are several', () => {
    const runs = [runWith({ id: 'one' }), runWith({ id: 'two' })];
    const { gates: all } = compareRuns(BASE, runs, { unlike: 'refuse', fail_if_slower: 0.1 });
    expect(all).toHaveLength(18);
    expect(all.at(-1)?.name).toBe('rust-actix:rust-reqwest at most 10 % slower in two');
  });

  test('at a fixed rate looks at P99', () => {
    const at = (id: string, differing: Differing) =>
      runWith({ id, settings: { rate_per_s: 2000 }, ...differing });
    const [gate] = gates(at('run', {}), at('base', {}));
    expect(gate).toMatchObject({ verdict: 'pass' });
    expect(gate?.sentence).toMatch(/ times the P99: not above 1\.05$/);
  });
});
