/** What is said of runs held against a base run, whatever it is written on. */
import type { Change, RunsComparison, Versus, VersusCell } from '../analyse/versus/comparison.ts';
import type { Detail } from './detail.ts';
import { METRICS } from './metrics.ts';
import { VERSUS_WORD } from './palette.ts';
import { capital, pairName } from './wording.ts';

export const VERSUS_VERDICTS = Object.keys(VERSUS_WORD) as VersusCell['verdict'][];

export const LEGEND =
  'ratio: this run / the base run, with its 95 % interval; faster, slower and tied after correction for ' +
  'the number of pairs (Holm). Runs are not paired by round, since they were measured at different times.';

/** Without a ratio. */
const ONLY_SAID: readonly VersusCell['verdict'][] = ['new', 'missing', 'not-comparable'];

export function nameOf({ run_id, label, status }: RunsComparison['base']): string {
  const unfinished = status === 'complete' ? '' : `, ${status}`;
  return `run ${run_id}${label === null ? '' : ` (${label})`}${unfinished}`;
}

export function versusTitle({ run, counts }: Versus): string {
  const found = VERSUS_VERDICTS.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${counts[verdict]} ${verdict.replace('-', ' ')}`,
  );
  return `${capital(nameOf(run))}: ${found.join(', ')}`;
}

export function unlikeTitle({ forced }: Versus): string {
  return forced
    ? 'Compared all the same (--force), though not measured alike:'
    : 'Not compared (--force would), since not measured alike:';
}

export interface ChangeRow {
  readonly word: string;
  readonly cell: VersusCell;
  readonly change: Change;
}

export interface MetricRows {
  readonly metric: Change['metric'];
  readonly title: string;
  readonly rows: readonly ChangeRow[];
  /** Of which no more is said. */
  readonly tied: number;
}

/** The metric that decides first. What has not changed is said in full only of that, or where all is. */
export function metricRows({ cells, decided_by }: Versus, detail: Detail): MetricRows[] {
  const metrics = cells[0]?.changes.map(({ metric }) => metric) ?? [];
  return [decided_by, ...metrics.filter((one) => one !== decided_by)].flatMap((metric) => {
    const all = cells.flatMap((cell) => {
      const change = cell.changes.find((one) => one.metric === metric);
      return change === undefined || change.verdict === null
        ? []
        : [{ word: wordOf(change), cell, change }];
    });
    const rows =
      metric === decided_by || detail === 'full'
        ? all
        : all.filter(({ change }) => change.verdict !== 'tied');
    const title = changeTitle(metric);
    return all.length === 0 ? [] : [{ metric, title, rows, tied: all.length - rows.length }];
  });
}

export function changeTitle(metric: Change['metric']): string {
  return `${capital(METRICS[metric].title)}${METRICS[metric].atRate ? ' at equal load' : ''}`;
}

/** Of the metric that decides, what the verdict of the pair says; of the others better or worse. */
const WORDS: Readonly<Record<Change['metric'], Readonly<Record<'better' | 'worse', string>>>> = {
  throughput_rps: { better: VERSUS_WORD.faster, worse: VERSUS_WORD.slower },
  p50_at_rate_ns: { better: VERSUS_WORD.faster, worse: VERSUS_WORD.slower },
  p99_at_rate_ns: { better: VERSUS_WORD.faster, worse: VERSUS_WORD.slower },
  cpu_us_per_request: { better: '↓ less', worse: '↑ more' },
};

export function wordOf({ metric, verdict }: Pick<Change, 'metric' | 'verdict'>): string {
  return verdict === null || verdict === 'tied' ? VERSUS_WORD.tied : WORDS[metric][verdict];
}

export interface SaidGroup {
  readonly verdict: VersusCell['verdict'];
  readonly sentence: string;
  readonly names: readonly string[];
}

/** Pairs without a ratio; those of which the same is said stand together. */
export function saidGroups(cells: readonly VersusCell[]): SaidGroup[] {
  const groups = new Map<string, SaidGroup & { readonly names: string[] }>();
  for (const cell of cells) {
    const { verdict, sentence } = cell;
    if (!ONLY_SAID.includes(verdict)) continue;
    const key = JSON.stringify([verdict, sentence]);
    const group = groups.get(key) ?? { verdict, sentence, names: [] };
    group.names.push(pairName(cell));
    groups.set(key, group);
  }
  return [...groups.values()];
}

export const MORE_ERRORS = '✗ more errors';

/** Their ratio alone would not tell. */
export function withMoreErrors(cells: readonly VersusCell[]): VersusCell[] {
  return cells.filter(({ errors, verdict }) => errors.more && !ONLY_SAID.includes(verdict));
}
