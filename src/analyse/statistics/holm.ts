/** Holm's correction: the chance of one false finding among all comparisons stays below the level. */

/**
 * p-values that may be compared with the level as if each were the only one, in the order given.
 * Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6 (1979) 65-70.
 */
export function holm(p_values: readonly number[]): number[] {
  const ascending = p_values.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(p_values.length).fill(1);
  let largest = 0;
  for (const [rank, { p, index }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, p * (p_values.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}
