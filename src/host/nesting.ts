/** How deeply brackets are nested in a text; parsers that call themselves for each end the process by that. */

const OPEN = /[[{]/;

/** Brackets within quotes count, too: nobody has so many that this would matter. */
export function isNestedDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    depth = OPEN.test(sign) ? depth + 1 : Math.max(0, depth - 1);
    if (depth > limit) return true;
  }
  return false;
}
