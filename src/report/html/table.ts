/** Tables of the page: heads, rows, and numbers that stand below each other. */
import { joined, type Markup, markup, NOTHING } from './markup.ts';

export interface Column {
  readonly head: string;
  /** `prose` may go over several lines. */
  readonly kind: 'text' | 'number' | 'prose';
}

export type Value = string | Markup;

/** Scrolls by itself where the screen is narrower than it; the first value of a row names it. */
export function table(
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly Value[])[],
): Markup {
  const heads = columns.map(
    ({ head, kind }) => markup`<th scope="col"${classOf(kind)}>${head}</th>`,
  );
  const lines = rows.map((row) => {
    const cells = row.map((value, index) =>
      index === 0
        ? markup`<th scope="row">${value}</th>`
        : markup`<td${classOf(columns[index]?.kind ?? 'text')}>${value}</td>`,
    );
    return markup`<tr>${cells}</tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${heads}</tr></thead><tbody>
${joined(lines, '\n')}</tbody></table></div>`;
}

export function text(head: string): Column {
  return { head, kind: 'text' };
}

export function prose(head: string): Column {
  return { head, kind: 'prose' };
}

export function number(head: string): Column {
  return { head, kind: 'number' };
}

function classOf(kind: Column['kind']): Markup {
  switch (kind) {
    case 'text':
      return NOTHING;
    case 'number':
      return markup` class="n"`;
    case 'prose':
      return markup` class="prose"`;
  }
}
