/** Runs held against a base run, in Markdown: the facts of the terminal's comparison. */
import type { ComparedMetric, RunsComparison, Versus } from '../../analyse/versus/comparison.ts';
import {
  LEGEND,
  type MetricRows,
  metricRows,
  MORE_ERRORS,
  nameOf,
  saidGroups,
  unlikeTitle,
  versusTitle,
  withMoreErrors,
} from '../comparison-rows.ts';
import { formatRatioEstimate } from '../format.ts';
import { METRICS } from '../metrics.ts';
import { VERSUS_WORD } from '../palette.ts';
import { printableComparison } from '../printable.ts';
import { pairName, plural } from '../wording.ts';
import { escapedLine } from './escape.ts';
import { gatesSection } from './gates.ts';
import { asSection, left, list, paragraph, right, table } from './table.ts';

export function renderComparisonMarkdown(comparison: RunsComparison): string {
  return comparisonSections(comparison).join('\n');
}

/** The most important first; each ends with a line end. */
export function comparisonSections(comparison: RunsComparison): string[] {
  const safe = printableComparison(comparison);
  return [
    ...asSection([`# ${escapedLine(`Compared with ${nameOf(safe.base)}`)}`, '']),
    ...asSection(gatesSection(safe.gates)),
    ...safe.runs.flatMap((versus) => asSection(versusLines(versus, 2))),
    ...asSection(list([LEGEND])),
  ];
}

/** Within the report of the run that was compared; its gates are among those of the run. */
export function versusSections(comparison: RunsComparison): string[][] {
  const safe = printableComparison(comparison);
  return [
    [`## ${escapedLine(`Compared with ${nameOf(safe.base)}`)}`, ''],
    ...safe.runs.map((versus) => versusLines(versus, 3)),
    list([LEGEND]),
  ];
}

function versusLines(versus: Versus, level: 2 | 3): string[] {
  const { differences, drift, cells } = versus;
  return [
    ...[`${'#'.repeat(level)} ${escapedLine(versusTitle(versus))}`, ''],
    ...(differences.length === 0
      ? []
      : [...paragraph(`! ${unlikeTitle(versus)}`), ...list(differences), '']),
    ...paragraph(drift.sentence),
    ...metricRows(versus, 'full').flatMap(metricLines),
    ...list([
      ...saidGroups(cells).map(
        ({ verdict, names, sentence }) =>
          `${VERSUS_WORD[verdict]} ${names.join(', ')}: ${sentence}`,
      ),
      ...withMoreErrors(cells).map((cell) => `${MORE_ERRORS} ${pairName(cell)}: ${cell.sentence}`),
    ]),
    '',
  ];
}

function metricLines({ title, metric, rows, tied }: MetricRows): string[] {
  if (rows.length === 0) return paragraph(`${title}: ${plural(tied, 'pair')} tied`);
  const columns = [...[left(''), left('pair')], ...['base', 'this run', 'ratio (95 %)'].map(right)];
  return [
    ...paragraph(title),
    ...table(
      columns,
      rows.map(({ word, cell, change }) => [
        ...[word, pairName(cell), value(metric, change.base), value(metric, change.run)],
        formatRatioEstimate(change.ratio),
      ]),
    ),
  ];
}

function value(metric: ComparedMetric, estimate: number | null): string {
  return METRICS[metric].format({ estimate, low: null, high: null });
}
