/** Which entries can be compared at all: those joined by rounds, directly or by way of others. */

interface Place {
  readonly entry: number;
  readonly round: number;
}

/** A number for each entry; equal ones are joined. Union-find over entries and rounds. */
export function componentsOf(entries: number, rounds: number, places: readonly Place[]): number[] {
  const parent = Array.from({ length: entries + rounds }, (_, index) => index);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root] ?? root;
    return root;
  };
  for (const { entry, round } of places) parent[rootOf(entry)] = rootOf(entries + round);
  return Array.from({ length: entries }, (_, entry) => rootOf(entry));
}
