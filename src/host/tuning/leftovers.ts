/** Finds kernel settings that runs have left tuned when they died, and puts them back. */
import { ownerRuns, ownOwner } from '../owner.ts';
import { errorText } from '../user-error.ts';
import type { KernelRestored } from './facts.ts';
import { notRestored, restoreSaved } from './restore.ts';
import { discard, listSaved, removeUnfinished, takeOver } from './saved.ts';
import type { Saved } from './saved.ts';

export interface Leftovers {
  readonly facts: readonly KernelRestored[];
  /** Sentences on what was thrown away. */
  readonly notes: readonly string[];
  /** A run that goes on and has tuned the kernel: nothing was put back. */
  readonly tuned_by: string | null;
}

function throwAway(saved: Saved): string {
  try {
    discard(saved);
    return `${saved.file} is thrown away: the restart of the machine has reset what it holds`;
  } catch (error) {
    return `${saved.file} is void since the restart of the machine, but stays: ${errorText(error)}`;
  }
}

/** Null: another process has taken it over meanwhile. */
function restoreLeft(saved: Saved): KernelRestored | null {
  try {
    const own = takeOver(saved);
    return own === null ? null : restoreSaved(own, 'earlier-run');
  } catch (error) {
    return notRestored(saved, error);
  }
}

/**
 * `cache` is the folder where the run kept its builds. Settings of other network namespaces stay saved:
 * they cannot be reached from here. Throws a UserError for a damaged file.
 */
export function restoreLeftovers(cache: string): Leftovers {
  removeUnfinished(cache);
  const all = listSaved(cache);
  const notes = all.filter(({ scope }) => scope === 'other-boot').map(throwAway);
  const here = all.filter(({ scope }) => scope === 'here');
  const living = here.find(({ owner }) => owner !== ownOwner() && ownerRuns(owner));
  const left = living === undefined ? here : [];
  return {
    facts: left.flatMap((saved) => restoreLeft(saved) ?? []),
    notes,
    tuned_by: living?.owner ?? null,
  };
}
