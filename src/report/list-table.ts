/** A list with figures in columns; names that are too long for that get lines of their own. */
import type { ChalkInstance } from 'chalk';
import stringWidth from 'string-width';
import { padEnd, padStart, shorten } from './text.ts';

export interface ListRow {
  readonly name: string;
  /** One for each head. */
  readonly figures: readonly string[];
  /** Grey is what was not asked for and stands there to compare with. */
  readonly tone: 'plain' | 'grey';
}

const GAP = '  ';

/** `title` stands over the names. */
export function renderList(
  title: string,
  heads: readonly string[],
  rows: readonly ListRow[],
  width: number,
  palette: ChalkInstance,
): string[] {
  const widths = heads.map((head, index) =>
    Math.max(stringWidth(head), ...rows.map(({ figures }) => stringWidth(figures[index] ?? ''))),
  );
  const columns = (figures: readonly string[]): string =>
    widths.map((one, index) => GAP + padStart(figures[index] ?? '', one)).join('');
  const figuresWidth = stringWidth(columns([]));
  const nameWidth = Math.max(
    ...[title, ...rows.map(({ name }) => name)].map((one) => stringWidth(one)),
  );
  const isSideBySide = nameWidth + figuresWidth <= width;
  const linesOf = (name: string, figures: readonly string[]): string[] =>
    isSideBySide ? [padEnd(name, nameWidth) + columns(figures)] : [name, columns(figures)];

  return [
    ...linesOf(title, heads).map((line) => palette.bold(shorten(line, width))),
    ...rows.flatMap(({ name, figures, tone }) =>
      linesOf(name, figures)
        .map((line) => shorten(line.trimEnd(), width))
        .map((line) => (tone === 'grey' ? palette.dim(line) : line)),
    ),
  ];
}
