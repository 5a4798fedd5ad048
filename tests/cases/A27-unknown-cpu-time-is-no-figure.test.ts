/** From a real engine: tests/docker/engine-container.test.ts. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { analyseRun } from '../../src/analyse/run.ts';
import type { JournalEntry } from '../../src/journal/entries.ts';
import type { Usage } from '../../src/measure/facts.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderJson } from '../../src/report/json.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { readStats } from '../../src/runtime/docker/stats.ts';
import { comparedJournal, journal } from '../analyse/fixtures.ts';

const NONE = { usage_in_kernelmode: 0, usage_in_usermode: 0 };
const TOTAL_NS = 2_345_678_901;

/** Answers to a one-shot question, of engines that leave out this or that. */
describe('the CPU time of a container', () => {
  const said = (cpu_stats: unknown, precpu_stats: unknown = {}): number | null =>
    readStats({ read: '2026-11-25T22:00:01.5Z', cpu_stats, precpu_stats, memory_stats: {} }).cpu_ns;

  test.each([
    [
      'nothing was sampled before',
      said(
        { cpu_usage: { total_usage: TOTAL_NS }, online_cpus: 2 },
        { cpu_usage: { total_usage: 0 } },
      ),
    ],
    [
      'the parts of each CPU are null',
      said({ cpu_usage: { total_usage: TOTAL_NS, percpu_usage: null }, online_cpus: 2 }),
    ],
    ['the time of the system is missing', said({ cpu_usage: { total_usage: TOTAL_NS } })],
  ])('is the sum since its start where %s', (_, cpu_ns) => {
    expect(cpu_ns).toBe(TOTAL_NS);
  });

  test.each([
    ['it has ended', said({ cpu_usage: { total_usage: 0, ...NONE } })],
    ['there is no CPU part', said(undefined)],
    ['it is null', said({ cpu_usage: { total_usage: null } })],
    ['it is no number', said({ cpu_usage: { total_usage: NaN } })],
    ['it is text', said({ cpu_usage: { total_usage: '12' } })],
    ['it is negative', said({ cpu_usage: { total_usage: -1 } })],
  ])('is not known, and not 0, where %s', (_, cpu_ns) => {
    expect(cpu_ns).toBeNull();
  });
});

describe('a side whose CPU time is not known', () => {
  const [SERVER, CLIENT] = ['go-gin', 'cpp-cpr'];

  function unknown(usage: Usage): Usage {
    return {
      ...usage,
      cpu_ns: null,
      samples: usage.samples.map((one) => ({ ...one, cpu_ns: null })),
    };
  }

  function withUnknown(...sides: readonly ('client' | 'server')[]) {
    return (entry: JournalEntry): JournalEntry => {
      if (entry.type !== 'cell-measured') return entry;
      if (entry.server !== SERVER || entry.client !== CLIENT) return entry;
      const { usage } = entry.window;
      const changed = { ...usage };
      for (const side of sides) changed[side] = unknown(usage[side]);
      return { ...entry, window: { ...entry.window, usage: changed, foreign_cpus: null } };
    };
  }

  test.each(['client', 'server'] as const)(
    '(%s) bears no figure, and is named where the limit is told',
    (side) => {
      const result = analyseRun(comparedJournal().map(withUnknown(side)));
      const cell = result.cells.find((one) => one.server === SERVER && one.client === CLIENT);
      expect(cell?.status).toBe('valid');
      expect(cell?.cpu_us_per_request[side]).toBeNull();
      expect(cell?.cpu_utilisation[side]).toBeNull();
      expect(cell?.absent[`cpu_us_per_request.${side}`]).toMatch(/\w/);
      expect(cell?.bottleneck[`${side}_busy`]).toBeNull();
      expect(cell?.bottleneck.sentence).toContain('not known');
      const ranked = result.rankings.flatMap(({ metric, entries }) =>
        metric === 'cpu_us_per_request' ? entries : [],
      );
      const own = ranked.filter(({ name }) => name === `${SERVER}:${CLIENT}`);
      expect(own.map(({ rank }) => rank)).toEqual(own.map(() => null));

      const rows: Record<string, string>[] = parse(renderCsv(result), { columns: true });
      const row = rows.find((one) => one.server === SERVER && one.client === CLIENT);
      expect(row?.[`${side}_cpu_us_per_request`]).toBe('');
      expect(row?.[`${side}_cpu_share`]).toBe('');
      const paper = { colour: false, width: 80, detail: 'full' } as const;
      for (const text of [renderTerminal(result, paper), renderJson(result), renderCsv(result)])
        expect(text).not.toMatch(/\b(NaN|Infinity|undefined)\b/);
    },
  );

  test('is no evidence: with both unknown, and no ceilings, nobody was the limit', () => {
    const result = analyseRun(journal().map(withUnknown('client', 'server')));
    const cell = result.cells.find((one) => one.server === SERVER && one.client === CLIENT);
    expect(cell?.bottleneck.verdict).toBe('unknown');
    expect(cell?.bound).toBeNull();
  });
});
