/** Runs held against a base run, for a terminal: which pair became faster or slower, and how sure that is. */
import type { ChalkInstance } from 'chalk';
import type { Change, RunsComparison, Versus, VersusCell } from '../analyse/versus/comparison.ts';
import { cut, type Detail } from './detail.ts';
import { formatRatioEstimate } from './format.ts';
import { type ListRow, renderList } from './list-table.ts';
import { METRICS } from './metrics.ts';
import { paintVersus, paletteFor, VERSUS_WORD } from './palette.ts';
import type { Paper } from './terminal.ts';
import { padEnd, wrap, wrapHanging } from './text.ts';
import { gateLines } from './thresholds.ts';
import { pairName, plural } from './wording.ts';

export interface ComparisonOptions extends Paper {
  readonly detail: Detail;
}

interface Style {
  readonly width: number;
  readonly palette: ChalkInstance;
  readonly detail: Detail;
}

const VERDICTS = Object.keys(VERSUS_WORD) as VersusCell['verdict'][];
const LEGEND =
  'ratio: this run / the base run, with its 95 % interval; faster, slower and tied after correction for ' +
  'the number of pairs (Holm). Runs are not paired by round, since they were measured at different times.';

export function renderComparison(
  comparison: RunsComparison,
  { colour, width, detail }: ComparisonOptions,
): string {
  const palette = paletteFor(colour);
  const style = { width, palette, detail };
  const sections = [
    wrap(`Compared with ${nameOf(comparison.base)}`, width).map((line) => palette.bold(line)),
    ...comparison.runs.map((versus) => versusLines(versus, style)),
    wrap(LEGEND, width).map((line) => palette.dim(line)),
    gateLines('Not slower', comparison.gates, width, palette, detail),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function nameOf({ run_id, label, status }: Versus['run']): string {
  const unfinished = status === 'complete' ? '' : `, ${status}`;
  return `run ${run_id}${label === null ? '' : ` (${label})`}${unfinished}`;
}

function versusLines(versus: Versus, style: Style): string[] {
  const { width, palette } = style;
  const { run, counts, drift, cells } = versus;
  const found = VERDICTS.filter((verdict) => counts[verdict] > 0).map(
    (verdict) => `${counts[verdict]} ${verdict.replace('-', ' ')}`,
  );
  return [
    ...wrap(`${capital(nameOf(run))}: ${found.join(', ')}`, width).map((line) =>
      palette.bold(line),
    ),
    ...differenceLines(versus, style),
    ...wrap(drift.sentence, width).map((line) => (drift.differs ? palette.yellow(line) : line)),
    ...metricLines(versus, style),
    ...saidLines(cells, style),
    ...errorLines(cells, style),
  ];
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function differenceLines({ differences, forced }: Versus, { width, palette }: Style): string[] {
  if (differences.length === 0) return [];
  const what = forced
    ? 'Compared all the same (--force), though not measured alike:'
    : 'Not compared (--force would), since not measured alike:';
  return [
    ...wrap(`! ${what}`, width),
    ...differences.flatMap((one) => wrapHanging(one, width, '  ')),
  ].map((line) => palette.yellow(line));
}

/** The metric that decides first. */
function metricLines(versus: Versus, style: Style): string[] {
  const metrics = versus.cells[0]?.changes.map(({ metric }) => metric) ?? [];
  const { decided_by } = versus;
  return [decided_by, ...metrics.filter((one) => one !== decided_by)].flatMap((metric) =>
    tableLines(metric, versus, style),
  );
}

function tableLines(
  metric: Change['metric'],
  { cells, decided_by }: Versus,
  style: Style,
): string[] {
  const { width, palette, detail } = style;
  const all = cells.flatMap((cell) => {
    const change = cell.changes.find((one) => one.metric === metric);
    return change === undefined || change.verdict === null ? [] : [{ cell, change }];
  });
  if (all.length === 0) return [];
  // What has not changed is said in full only of the metric that decides.
  const told =
    metric === decided_by || detail === 'full'
      ? all
      : all.filter(({ change }) => change.verdict !== 'tied');
  const title = `${capital(METRICS[metric].title)}${METRICS[metric].atRate ? ' at equal load' : ''}`;
  const tied = all.length - told.length;
  if (told.length === 0) return ['', `${title}: ${plural(tied, 'pair')} tied`];
  const { shown, note } = cut(told, detail);
  const rows = shown.map(({ cell, change }): ListRow => ({
    name: `${padEnd(wordOf(change), WORD_WIDTH)} ${pairName(cell)}`,
    figures: [
      METRICS[metric].format({ estimate: change.base, low: null, high: null }),
      METRICS[metric].format({ estimate: change.run, low: null, high: null }),
      formatRatioEstimate(change.ratio),
    ],
    tone: change.verdict === 'tied' ? 'grey' : 'plain',
  }));
  return [
    '',
    ...renderList(title, ['base', 'this run', 'ratio (95 %)'], rows, width, palette),
    ...(note === null ? [] : [note]),
    ...(tied === 0 ? [] : [`${plural(tied, 'more pair')} tied`]),
  ];
}

/** Of the metric that decides, what the verdict of the pair says; of the others better or worse. */
const WORDS: Readonly<Record<Change['metric'], Readonly<Record<'better' | 'worse', string>>>> = {
  throughput_rps: { better: VERSUS_WORD.faster, worse: VERSUS_WORD.slower },
  p50_at_rate_ns: { better: VERSUS_WORD.faster, worse: VERSUS_WORD.slower },
  p99_at_rate_ns: { better: VERSUS_WORD.faster, worse: VERSUS_WORD.slower },
  cpu_us_per_request: { better: '↓ less', worse: '↑ more' },
};
const WORD_WIDTH = 8;

function wordOf({ metric, verdict }: Change): string {
  return verdict === null || verdict === 'tied' ? VERSUS_WORD.tied : WORDS[metric][verdict];
}

/** Pairs without a ratio; those of which the same is said stand together. */
function saidLines(cells: readonly VersusCell[], { width, palette }: Style): string[] {
  const groups = new Map<string, { verdict: VersusCell['verdict']; names: string[] }>();
  for (const cell of cells) {
    if (!['new', 'missing', 'not-comparable'].includes(cell.verdict)) continue;
    const key = JSON.stringify([cell.verdict, cell.sentence]);
    const group = groups.get(key) ?? { verdict: cell.verdict, names: [] };
    group.names.push(pairName(cell));
    groups.set(key, group);
  }
  const lines = [...groups].flatMap(([key, { verdict, names }]) => {
    const [, sentence] = JSON.parse(key) as [string, string];
    return wrapHanging(`${VERSUS_WORD[verdict]} ${names.join(', ')}: ${sentence}`, width).map(
      (line) => paintVersus(palette, verdict, line),
    );
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

function errorLines(cells: readonly VersusCell[], { width, palette }: Style): string[] {
  return cells
    .filter(
      ({ errors, verdict }) =>
        errors.more && !['new', 'missing', 'not-comparable'].includes(verdict),
    )
    .flatMap((cell) => wrapHanging(`✗ more errors ${pairName(cell)}: ${cell.sentence}`, width))
    .map((line) => palette.red(line));
}
