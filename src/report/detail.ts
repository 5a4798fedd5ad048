/** How much a report tells. */

/** `short` can be read in half a minute; `full` (`-v`) leaves nothing out that a table can show. */
export type Detail = 'short' | 'full';

const MOST_IN_SHORT = 10;

/** Long lists are cut in the short report, with a line that says so. */
export function cut<T>(
  items: readonly T[],
  detail: Detail,
): { readonly shown: readonly T[]; readonly note: string | null } {
  const shown = detail === 'full' ? items : items.slice(0, MOST_IN_SHORT);
  return { shown, note: noteOfMore(items.length - shown.length) };
}

/** Null: nothing was left out. */
export function noteOfMore(left: number): string | null {
  return left === 0 ? null : `and ${left} more, see -v or the JSON result`;
}
