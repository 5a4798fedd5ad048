import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { RunResult } from '../../src/analyse/result.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { CSV_COLUMNS } from '../../src/report/csv-columns.ts';
import { withoutControls } from '../../src/report/printable.ts';
import { cellOf, changed, notValid, resultOf } from './cell-fixture.ts';
import { comparison } from './comparison-fixture.ts';
import { HOSTILE_TEXTS, hostileResult } from './hostile.ts';

/** Strict: quotes and the number of columns must be right in every row. */
function read(result: RunResult): Record<string, string>[] {
  return parse(renderCsv(result), {
    ...{ columns: true, record_delimiter: '\r\n', relax_quotes: false },
    relax_column_count: false,
  });
}

function fieldsOf(result: RunResult): string[][] {
  return parse(renderCsv(result), { record_delimiter: '\r\n' });
}

const NUMBERS = CSV_COLUMNS.filter(({ kind }) => kind === 'number').map(({ name }) => name);

describe('cells as CSV', () => {
  test('have a row each, the ceilings too, and a column for each figure', () => {
    const result = comparison();
    const rows = read(result);
    expect(rows).toHaveLength(result.cells.length + result.ceilings.length);
    expect(rows.filter(({ role }) => role === 'pair')).toHaveLength(9);
    const [cell] = result.cells;
    expect(rows[0]).toMatchObject({
      server: cell?.server,
      client: cell?.client,
      status: 'valid',
      throughput_req_per_s: String(cell?.throughput_rps.estimate),
      rtt_p99_ns: String(cell?.rtt_ns.p99),
      at_rate_p99_ns: String(result.latency_at_rate[0]?.p99_ns.estimate),
    });
  });

  test('end each line as RFC 4180 has it, and have as many fields as the head in every row', () => {
    const text = renderCsv(hostileResult());
    expect(text.endsWith('\r\n')).toBe(true);
    for (const fields of fieldsOf(hostileResult())) expect(fields).toHaveLength(CSV_COLUMNS.length);
    expect(new Set(CSV_COLUMNS.map(({ name }) => name)).size).toBe(CSV_COLUMNS.length);
  });

  test('name the unit of every number', () => {
    const units =
      /(_ns|_per_s|_bytes|_bytes_per_min|_ratio|_share|_cpus_(mean|peak)|_per_request|_requests|_count|^rounds_.*|^windows_.*)$/;
    expect(NUMBERS.filter((name) => !units.test(name))).toEqual([]);
  });
});

describe('numbers', () => {
  test('are plain, whatever their size and sign, or nothing at all', () => {
    const result = resultOf([], {
      cells: [
        cellOf('a', 'b', 1000, { concurrency: -3.2 }),
        cellOf('a', 'c', 1000, { concurrency: 1.5e-9 }),
        cellOf('a', 'd', 1000, { concurrency: 4e21 }),
        notValid(cellOf('a', 'e', 1000, { concurrency: null }), 'failed', 'it broke'),
      ],
    });
    expect(read(result).map(({ in_flight_requests }) => in_flight_requests)).toEqual([
      ...['-3.2', '0.0000000015', '4000000000000000000000', ''],
    ]);
    for (const row of [...read(result), ...read(comparison()), ...read(hostileResult())])
      for (const name of NUMBERS) expect(row[name]).toMatch(/^(-?\d+(\.\d+)?)?$/);
  });

  test('that are none are not written as words', () => {
    const text = renderCsv(comparison()) + renderCsv(hostileResult());
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
  });
});

describe('texts', () => {
  test('come back as they were, but for what a spreadsheet would run and for control codes', () => {
    const servers = read(hostileResult()).map(({ server = '' }) => server);
    for (const [index, text] of HOSTILE_TEXTS.entries()) {
      const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
      expect(servers[index]).toBe(withoutControls(safe));
    }
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@x',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1+1',
    '﹣1',
    '\uFEFF=1',
    '\u00A0@x',
    '\u200B＋1',
    '−1',
  ])('%j is no formula any more', (label) => {
    const result = changed(comparison(), (run) => {
      run.label = label;
    });
    expect(read(result)[0]?.label).toBe(`'${label}`);
  });
});
