import { describe, expect, test } from '@jest/globals';
import { ownParts } from '../../bench/own/own.ts';
import { renderSection } from '../../bench/own/section.ts';
import { runCostRows } from '../../bench/own/run-costs.ts';
import { UserError } from '../../src/host/user-error.ts';
import { comparedJournal } from '../analyse/fixtures.ts';

describe('the parts of the bench of the tool itself', () => {
  test('are all of them without a word, else those that are named', () => {
    expect(ownParts([])).toEqual(['starts', 'builds', 'run']);
    expect(ownParts(['run', 'starts'])).toEqual(['run', 'starts']);
  });

  test('that are not known are refused by their word', () => {
    expect(() => ownParts(['starts', 'toString'])).toThrow(UserError);
    expect(() => ownParts(['toString'])).toThrow('"toString" is not a part');
  });
});

describe('what a run costs beside what it measures', () => {
  const entries = comparedJournal();
  const windows = entries.flatMap((entry) =>
    entry.type === 'cell-measured' ? [entry.window] : [],
  );
  const measured_s = windows.reduce((sum, { client_run }) => {
    const { hello, result } = client_run;
    return sum + hello.settings.warmup_ms / 1000 + result.window_ns / 1e9;
  }, 0);

  test('is the share of its time in which no warm-up and no window went on', () => {
    const share = (seconds: number): number | undefined =>
      runCostRows(entries, seconds)[0]?.ratios[0];
    expect(measured_s).toBeGreaterThan(0);
    expect(share(measured_s)).toBeCloseTo(0);
    expect(share(2 * measured_s)).toBeCloseTo(0.5);
  });

  test('is the CPU time of the tool in each of its windows', () => {
    const row = runCostRows(entries, 2 * measured_s).at(-1);
    expect(row?.ratios).toEqual(windows.map(({ tool }) => tool.cpus));
    expect(row?.wanted).toEqual({ bound: 'at most', ratio: 0.01 });
  });
});

describe('the section of docs/performance.md', () => {
  test('counts what is reached, and shows what is only told', () => {
    const rows = [
      { what: 'start, s', ratios: [0.4, 0.3, 0.5], wanted: { bound: 'at most', ratio: 0.5 } },
      { what: '  of it a part', ratios: [0.1], wanted: null },
      { what: 'CPUs', ratios: [0.02], wanted: { bound: 'at most', ratio: 0.01 } },
    ] as const;
    const text = renderSection(rows, 'on a day: it');
    expect(text).toContain('1 of 2 wanted figures are reached');
    expect(text).toContain('| start, s | 3 | 0.400 | 0.300-0.500 | at most 0.5 | yes |');
    expect(text).toContain('| of it a part | 1 | 0.100 | 0.100-0.100 |  |  |');
    expect(text).toContain('| CPUs | 1 | 0.020 | 0.020-0.020 | at most 0.01 | no |');
  });
});
