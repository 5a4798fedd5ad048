/** What the matrix tells of a cell, line by line. */
import type { Cell } from '../analyse/result.ts';
import type { Detail } from './detail.ts';
import { ABSENT, formatCount, formatNs, formatRange, formatRatio } from './format.ts';
import { LIMIT_WORD } from './palette.ts';

export interface MatrixRow {
  readonly label: string;
  readonly kind: 'figure' | 'limit' | 'mark';
  readonly text: (cell: Cell) => string;
}

/** A throughput that says of the server only that it can do no less. */
export const AT_LEAST = '>=';
export const DISTURBED = '~ disturbed';
export const BIMODAL = '~ bimodal';

const THROUGHPUT: readonly MatrixRow[] = [
  figure(
    'req/s',
    ({ throughput_rps: { estimate }, bound }) =>
      `${bound === 'server' && estimate !== null ? AT_LEAST : ''}${formatCount(estimate)}`,
  ),
  figure('95 %', ({ throughput_rps: { low, high } }) => formatRange(low, high)),
];
const SPREAD = figure('rounds', ({ throughput_rps: { smallest, largest } }) =>
  formatRange(smallest, largest),
);
const LIMIT: MatrixRow = {
  label: 'limit',
  kind: 'limit',
  text: ({ bottleneck }) => LIMIT_WORD[bottleneck.verdict],
};
const LATENCY: readonly MatrixRow[] = [
  figure('P50', ({ rtt_ns }) => formatNs(rtt_ns.p50)),
  figure('P99', ({ rtt_ns }) => formatNs(rtt_ns.p99)),
];
const TAIL = figure('P99/P50', ({ rtt_ns: { p50, p99 } }) =>
  p50 === null || p99 === null || p50 === 0 ? ABSENT : formatRatio(p99 / p50),
);
/** Only where a cell of the line has something to say. */
const MARKS: readonly MatrixRow[] = [
  mark(({ disturbed }) => (disturbed ? DISTURBED : '')),
  mark(({ bimodal }) => (bimodal ? BIMODAL : '')),
];

/** Those of one server; `cells` are all of its line. */
export function matrixRows(cells: readonly Cell[], detail: Detail): MatrixRow[] {
  const marks = MARKS.filter(({ text }) =>
    cells.some((cell) => cell.status === 'valid' && text(cell) !== ''),
  );
  return detail === 'short'
    ? [...THROUGHPUT, LIMIT, ...LATENCY, ...marks]
    : [...THROUGHPUT, SPREAD, LIMIT, ...LATENCY, TAIL, ...marks];
}

function figure(label: string, text: MatrixRow['text']): MatrixRow {
  return { label, kind: 'figure', text };
}

function mark(text: MatrixRow['text']): MatrixRow {
  return { label: '', kind: 'mark', text };
}
