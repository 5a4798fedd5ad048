/** The cells of a run as CSV (RFC 4180): a row for each, plain numbers, and no text that a spreadsheet runs. */
import type { RunResult } from '../analyse/result.ts';
import type { RunsComparison } from '../analyse/versus/comparison.ts';
import { COMPARISON_COLUMNS } from './comparison-columns.ts';
import { type Column, CSV_COLUMNS, type CsvRow } from './csv-columns.ts';
import { CURVE_COLUMNS, curveRows } from './curves-csv.ts';
import { withoutControls } from './printable.ts';
import { pairName } from './wording.ts';

const LINE_END = '\r\n';

/** A spreadsheet takes text that begins so for a formula, whatever it cannot show before it. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@\u2212]|^[\t\r\n]/u;
/** Some spreadsheets separate by semicolons or tabs. */
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

export function renderCsv(result: RunResult): string {
  return result.curves.length > 0
    ? csvOf(CURVE_COLUMNS, curveRows(result.run_id, result.curves))
    : csvOf(CSV_COLUMNS, rowsOf(result));
}

/** A row for each pair of each run. */
export function renderComparisonCsv(comparison: RunsComparison): string {
  const rows = comparison.runs.flatMap((versus) =>
    versus.cells.map((cell) => ({ comparison, versus, cell })),
  );
  return csvOf(COMPARISON_COLUMNS, rows);
}

function csvOf<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const lines = [
    columns.map(({ name }) => name),
    ...rows.map((row) =>
      columns.map((column) =>
        column.kind === 'text' ? textField(column.of(row)) : numberField(column.of(row)),
      ),
    ),
  ];
  return lines.map((fields) => fields.join(',') + LINE_END).join('');
}

function rowsOf(result: RunResult): CsvRow[] {
  const { cells, ceilings, latency_at_rate } = result;
  const latencies = new Map(latency_at_rate.map((one) => [pairName(one), one]));
  const row =
    (role: CsvRow['role']) =>
    (cell: CsvRow['cell']): CsvRow => ({
      ...{ run: result, role, cell },
      at_rate: latencies.get(pairName(cell)) ?? null,
    });
  return [...cells.map(row('pair')), ...ceilings.map(row('ceiling'))];
}

function textField(text: string): string {
  const clean = withoutControls(text);
  // Wide and small forms of the signs are turned into the usual ones.
  const safe = FORMULA.test(clean.normalize('NFKC')) ? `'${clean}` : clean;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Nothing where there is no value; never with an exponent, a separator of thousands or a unit. */
function numberField(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '';
  const text = String(value);
  return text.includes('e')
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text;
}
