/** The forms that a result is exported in: one renderer for each. */
import type { GateVerdict } from '../analyse/gate-verdict.ts';
import type { RunResult } from '../analyse/result.ts';
import { renderCsv } from './csv.ts';
import { renderHtml } from './html/page.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown/report.ts';

/** All that a renderer may show. */
export interface Reported {
  readonly result: RunResult;
  readonly gates: readonly GateVerdict[];
}

export interface Export {
  /** Of the command line. */
  readonly option: 'json' | `export-${'html' | 'markdown' | 'csv' | 'junit'}`;
  /** In the folder of every run; null: only where it is asked for. */
  readonly file: string | null;
  readonly render: (reported: Reported) => string;
}

/** In the order in which they are written: a run without its result is not finished, so that comes last. */
export const EXPORTS: readonly Export[] = [
  { option: 'export-html', file: 'report.html', render: ({ result }) => renderHtml(result) },
  {
    option: 'export-markdown',
    file: 'report.md',
    render: ({ result, gates }) => renderMarkdown(result, gates),
  },
  { option: 'export-csv', file: 'cells.csv', render: ({ result }) => renderCsv(result) },
  { option: 'export-junit', file: null, render: ({ result, gates }) => renderJunit(result, gates) },
  { option: 'json', file: 'result.json', render: ({ result }) => renderJson(result) },
];
