/** What a reader looks up, in Markdown: the guide's figures, what was watched, versions. */
import type { RunResult } from '../../analyse/result.ts';
import { GUIDE_TABLES, guideEntries, whyLatenciesDiffer } from '../guide-tables.ts';
import { paletteFor } from '../palette.ts';
import { renderVersions } from '../run-summary.ts';
import { COLUMNS, figuresOf, machine, WATCHED_MEANING } from '../watched-table.ts';
import { pairName } from '../wording.ts';
import { folded, left, list, paragraph, right, table } from './table.ts';

const ONE_LINE = Infinity;

export function guideSection(result: RunResult): string[] {
  const tables = GUIDE_TABLES.flatMap((one) => [
    ...paragraph(one.title),
    ...table(
      [left(one.side), left('source'), ...one.heads.map(right)],
      guideEntries(one, result).flatMap(({ name, below, expected, measured }) => [
        [name, 'guide', ...expected],
        [below.trim(), 'here', ...measured],
      ]),
    ),
  ]);
  const why = paragraph(whyLatenciesDiffer(result));
  return folded('What the guide expects, and what was measured here', [...why, ...tables]);
}

export function watchedSection({ cells }: RunResult): string[] {
  const measured = cells.filter(({ rounds_measured }) => rounds_measured > 0);
  if (measured.length === 0) return [];
  const rows = measured.flatMap((cell) =>
    (['server', 'client'] as const).map((side) => [
      ...[pairName(cell), side, ...figuresOf([cell], side)],
    ]),
  );
  return folded('Watched during the windows', [
    ...table([left('pair'), left('side'), ...COLUMNS.map(({ head }) => right(head))], rows),
    ...list([`${WATCHED_MEANING}.`, `Machine: ${machine(measured)}.`]),
    '',
  ]);
}

export function versionsSection(result: RunResult): string[] {
  const [title = '', ...lines] = renderVersions(result, ONE_LINE, paletteFor(false));
  return folded(title, [...list(lines), '']);
}
