/** The columns of a comparison as CSV, units in their names. */
import { comparedMetricSchema } from '../analyse/versus/comparison.ts';
import type {
  Change,
  ComparedMetric,
  RunsComparison,
  Versus,
  VersusCell,
} from '../analyse/versus/comparison.ts';
import type { Column } from './csv-columns.ts';

export interface ComparisonRow {
  readonly comparison: RunsComparison;
  readonly versus: Versus;
  readonly cell: VersusCell;
}

/** As in the CSV of a run. */
const NAMES: Readonly<Record<ComparedMetric, readonly [name: string, unit: string]>> = {
  throughput_rps: ['throughput', 'req_per_s'],
  p50_at_rate_ns: ['at_rate_p50', 'ns'],
  p99_at_rate_ns: ['at_rate_p99', 'ns'],
  cpu_us_per_request: ['cpu', 'us_per_request'],
};

function text(name: string, of: (row: ComparisonRow) => string | null): Column<ComparisonRow> {
  return { name, kind: 'text', of: (row) => of(row) ?? '' };
}

function number(name: string, of: (cell: VersusCell) => number | null): Column<ComparisonRow> {
  return { name, kind: 'number', of: ({ cell }) => of(cell) };
}

function changeColumns(metric: ComparedMetric): Column<ComparisonRow>[] {
  const [name, unit] = NAMES[metric];
  const changeOf = ({ changes }: VersusCell): Change | undefined =>
    changes.find((change) => change.metric === metric);
  return [
    number(`${name}_base_${unit}`, (cell) => changeOf(cell)?.base ?? null),
    number(`${name}_run_${unit}`, (cell) => changeOf(cell)?.run ?? null),
    ...(['estimate', 'low', 'high'] as const).map((end) =>
      number(
        end === 'estimate' ? `${name}_ratio` : `${name}_${end}_ratio`,
        (cell) => changeOf(cell)?.ratio[end] ?? null,
      ),
    ),
    text(`${name}_verdict`, ({ cell }) => changeOf(cell)?.verdict ?? null),
  ];
}

export const COMPARISON_COLUMNS: readonly Column<ComparisonRow>[] = [
  text('base_run_id', ({ comparison }) => comparison.base.run_id),
  text('run_id', ({ versus }) => versus.run.run_id),
  text('label', ({ versus }) => versus.run.label),
  text('server', ({ cell }) => cell.server),
  text('client', ({ cell }) => cell.client),
  text('verdict', ({ cell }) => cell.verdict),
  text('sentence', ({ cell }) => cell.sentence),
  ...comparedMetricSchema.options.flatMap(changeColumns),
  number('failed_base_requests', ({ errors }) => errors.base),
  number('failed_run_requests', ({ errors }) => errors.run),
];
