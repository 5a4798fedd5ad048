/** Tables and lists of Markdown; the text given is escaped here, and nowhere else. */
import { escaped, escapedLine } from './escape.ts';

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

export function left(head: string): Column {
  return { head, align: 'left' };
}

export function right(head: string): Column {
  return { head, align: 'right' };
}

/** One header row; a row has a text for each column. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => cell(head))),
    line(columns.map(({ align }) => (align === 'left' ? ':--' : '--:'))),
    ...rows.map((row) => line(columns.map((_, index) => cell(row[index] ?? '')))),
    '',
  ];
}

/** An empty one would still be a cell, but looks like a mistake in the source. */
function cell(text: string): string {
  return text === '' ? ' ' : escaped(text);
}

export function list(texts: readonly string[], indent = ''): string[] {
  return texts.map((text) => `${indent}- ${escapedLine(text)}`);
}

export function paragraph(text: string): string[] {
  return [escapedLine(text), ''];
}

/** Folded away until the reader opens it. */
export function folded(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${escaped(title)}</summary>`, '', ...lines, '</details>', ''];
}

/** Sections are told apart by an empty line, which joining them adds. None for no lines. */
export function asSection(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${lines.join('\n').trimEnd()}\n`];
}
