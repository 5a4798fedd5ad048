import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { formatLine } from '../../src/journal/line-format.ts';
import { CSV_COLUMNS } from '../../src/report/csv-columns.ts';
import { COMPARISON_COLUMNS } from '../../src/report/comparison-columns.ts';
import { CLIENTS, comparedJournal, service } from '../analyse/fixtures.ts';
import { tempFolder, writeInto } from '../helpers/temp-folder.ts';
import { pairbench } from '../live/pairbench.ts';

const NOTE = '@x, a "quote"\nand =2+2;\t-3';
/** As text in a file of a run; a name on the command line has words and `-` alone. */
const NAMES = ["=cmd|' /C calc'!A0", '=1+1', '＝1+1', ' +1', '\t-1', '−3.2', '-3.2'];
const NUMBER = /^(-?\d+(\.\d+)?)?$/;

/** Each text is the name of a server, which is one of the fixture's under another name. */
function storedRun(work: string, run: string, label: string | null): void {
  const servers = NAMES.map((name) => service('server', name, name, 'rust', name));
  const entries = comparedJournal({
    servers,
    clients: CLIENTS.slice(0, 2),
    settings: { rounds: 3 },
  });
  const lines = entries.map((entry, index) =>
    formatLine(index + 1, entry.type === 'run-started' ? { ...entry, run_id: run, label } : entry),
  );
  writeInto(work, `results/${run}/journal.ndjson`, lines.join(''));
}

/** Strict: quotes, line ends and the number of columns must be right in every row. */
function rowsOf(text: string): Record<string, string>[] {
  return parse(text, { columns: true, record_delimiter: '\r\n', relax_quotes: false });
}

/** What the fields held before a formula was kept from running. */
function asWritten(field: string | undefined): string | undefined {
  return field?.replace(/^'/, '');
}

describe.each([
  ['report', ['report', 'now'], CSV_COLUMNS],
  ['compare', ['compare', 'base', 'now'], COMPARISON_COLUMNS],
] as const)('the CSV of %s', (_, words, columns) => {
  test('gives the same texts to a strict reader, none of them a formula, and plain numbers', async () => {
    const work = tempFolder();
    storedRun(work, 'base', null);
    storedRun(work, 'now', NOTE);
    const { stdout } = await pairbench([...words, '--export-csv', 'cells.csv'], work);
    expect(stdout).not.toBe('');
    const rows = rowsOf(readFileSync(path.join(work, 'cells.csv'), 'utf8'));
    const servers = new Set(rows.map(({ server }) => asWritten(server)));
    for (const name of NAMES) expect(servers).toContain(name);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(columns.map(({ name }) => name));
      expect(asWritten(row.label)).toBe(NOTE);
      for (const { name, kind } of columns) {
        if (kind === 'number') expect(row[name]).toMatch(NUMBER);
        else expect(row[name]?.normalize('NFKC')).not.toMatch(/^\s*[=+\-@−]/);
      }
    }
  });
});
