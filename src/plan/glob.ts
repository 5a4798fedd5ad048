/** Names with `*` and `?`, as in `-s` and `--threshold`. */

/**
 * Whether it matches the whole name. Not by a regular expression: one of many `*` would try all ways to share
 * the name out among them.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let [at, in_glob] = [0, 0];
  /** Behind the last `*`, and how far what it stands for reaches. */
  let star: { readonly behind: number; end: number } | null = null;
  while (at < name.length) {
    const sign = glob[in_glob];
    if (sign === '*') {
      in_glob += 1;
      star = { behind: in_glob, end: at };
    } else if (sign !== undefined && (sign === '?' || sign === name[at])) {
      at += 1;
      in_glob += 1;
    } else if (star !== null) {
      star.end += 1;
      at = star.end;
      in_glob = star.behind;
    } else return false;
  }
  while (glob[in_glob] === '*') in_glob += 1;
  return in_glob === glob.length;
}
