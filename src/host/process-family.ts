/** The descendants of processes; those of one are found without reading all of /proc each time. */
import { allPids, identify, isRunning, readProc, readStat } from './process-table.ts';
import type { ProcessIdentity } from './process-table.ts';

/** Changes whenever a process or thread is created. */
function lastCreatedPid(): string | null {
  return readProc('loadavg')?.trim().split(' ').at(-1) ?? null;
}

export class ProcessFamily {
  readonly #root: number;
  #parents: ReadonlyMap<number, number> = new Map();
  readonly #ever = new Map<number, ProcessIdentity>();
  #pids: readonly number[] = [];
  #seen: string | null = null;

  /** Reads the whole process table, so that later looks need not. */
  constructor(root: number) {
    this.#root = root;
    this.pids();
  }

  /** The process and all its descendants; some may have ended since. */
  pids(): readonly number[] {
    const last = lastCreatedPid();
    if (last === null || last !== this.#seen) this.#look();
    this.#seen = last;
    return this.#pids;
  }

  /** All that it has held at some look, with those whose parents have ended since; most may be gone. */
  everSeen(): readonly ProcessIdentity[] {
    return [...this.#ever.values()];
  }

  /** Reads only who is new, and who has lost its parent and so was given another. */
  #look(): void {
    const listed = new Set(allPids());
    const parents = new Map<number, number>();
    const children = new Map<number, number[]>();
    for (const pid of listed) {
      const known = this.#parents.get(pid);
      const parent = known !== undefined && listed.has(known) ? known : readStat(pid)?.parent;
      if (parent === undefined) continue;
      parents.set(pid, parent);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    }
    const family = [this.#root];
    for (const pid of family) family.push(...(children.get(pid) ?? []));
    this.#parents = parents;
    this.#pids = family;
    for (const pid of family) {
      const identity = this.#ever.has(pid) ? null : identify(pid);
      if (identity !== null) this.#ever.set(pid, identity);
    }
  }
}

/** These processes and all their descendants, zombies left out. */
export function withDescendants(roots: readonly ProcessIdentity[]): ProcessIdentity[] {
  const children = new Map<number, ProcessIdentity[]>();
  for (const pid of allPids()) {
    const stat = readStat(pid);
    if (stat === null) continue;
    const siblings = children.get(stat.parent) ?? [];
    children.set(stat.parent, [...siblings, { pid, start_ticks: stat.start_ticks }]);
  }
  const family = new Map(roots.filter(isRunning).map((root) => [root.pid, root]));
  for (const { pid } of family.values())
    for (const child of children.get(pid) ?? []) family.set(child.pid, child);
  return [...family.values()].filter(isRunning);
}
