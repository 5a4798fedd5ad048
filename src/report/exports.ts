/** The forms that a run and a comparison of runs are exported in: one renderer for each. */
import type { RunsComparison } from '../analyse/versus/comparison.ts';
import { renderComparisonCsv, renderCsv } from './csv.ts';
import { renderComparisonJson, renderJson } from './json.ts';
import { renderComparisonJunit, renderJunit } from './junit.ts';
import { renderComparisonMarkdown } from './markdown/comparison.ts';
import { renderMarkdown } from './markdown/report.ts';
import { gatesOf, type Reported } from './reported.ts';

export interface Export<T> {
  /** Of the command line. */
  readonly option: 'json' | `export-${'html' | 'markdown' | 'csv' | 'junit'}`;
  readonly render: (shown: T) => string | Promise<string>;
}

/** In the folder of every run. */
export interface RunExport extends Export<Reported> {
  /** Null: only where it is asked for. */
  readonly file: string | null;
}

/** In the order in which they are written: a run without its result is not finished, so that comes last. */
export const EXPORTS: readonly RunExport[] = [
  { option: 'export-html', file: 'report.html', render: html },
  { option: 'export-markdown', file: 'report.md', render: renderMarkdown },
  { option: 'export-csv', file: 'cells.csv', render: ({ result }) => renderCsv(result) },
  { option: 'export-junit', file: null, render: (run) => renderJunit(run.result, gatesOf(run)) },
  { option: 'json', file: 'result.json', render: ({ result }) => renderJson(result) },
];

export const COMPARISON_EXPORTS: readonly Export<RunsComparison>[] = [
  { option: 'export-html', render: comparisonHtml },
  { option: 'export-markdown', render: renderComparisonMarkdown },
  { option: 'export-csv', render: renderComparisonCsv },
  { option: 'export-junit', render: renderComparisonJunit },
  { option: 'json', render: renderComparisonJson },
];

/** What draws is loaded only by those who draw: it takes longer than most reports. */
async function html(run: Reported): Promise<string> {
  return (await import('./html/page.ts')).renderHtml(run.result, run.plots(), run.comparison);
}

async function comparisonHtml(comparison: RunsComparison): Promise<string> {
  return (await import('./html/comparison-page.ts')).renderComparisonHtml(comparison);
}
