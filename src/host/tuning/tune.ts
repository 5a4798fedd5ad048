/** Gives kernel settings the wanted values; the originals are on the disk before the first is touched. */
import type { WantedSetting } from './conf.ts';
import type { KernelTuned } from './facts.ts';
import { mayWrite, readSetting, writeSetting } from './kernel-setting.ts';
import { raised } from './raise.ts';
import { discard, saveSettings } from './saved.ts';
import type { Saved, SavedSetting } from './saved.ts';

export interface Tuned {
  readonly fact: KernelTuned;
  /** To be restored; null: nothing was set. */
  readonly saved: Saved | null;
}

interface Comparison {
  readonly changes: SavedSetting[];
  readonly kept: KernelTuned['kept'];
  readonly refused: KernelTuned['refused'];
}

function compare(wanted: readonly WantedSetting[]): Comparison {
  const comparison: Comparison = { changes: [], kept: [], refused: [] };
  for (const { key, numbers } of wanted) {
    const now = readSetting(key);
    const tuned = now.ok ? raised(now.value, numbers) : null;
    if (!now.ok) comparison.refused.push({ key, reason: now.reason });
    else if (tuned === null)
      comparison.refused.push({ key, reason: `"${now.value}" cannot be compared` });
    else if (tuned === now.value) comparison.kept.push({ key, value: tuned });
    else comparison.changes.push({ key, original: now.value, tuned });
  }
  return comparison;
}

/** Gives the reason why it was refused; then it has its original value. */
function set({ key, original, tuned }: SavedSetting): string | null {
  const reason = writeSetting(key, tuned);
  if (reason === null) return null;
  const now = readSetting(key);
  const changed = now.ok && now.value !== original;
  const stuck = changed ? writeSetting(key, original) : null;
  return stuck === null ? reason : `${reason}, and it cannot be put back: ${stuck}`;
}

/** Throws a UserError when the originals cannot be saved; nothing is touched then. */
export function tuneKernel(wanted: readonly WantedSetting[], cache: string): Tuned {
  const { changes, kept, refused } = compare(wanted);
  const fact: KernelTuned = { type: 'kernel-tuned', set: [], kept, refused };
  if (changes.length === 0) return { fact, saved: null };
  const saved = saveSettings(cache, changes);
  for (const change of changes) {
    const reason = set(change);
    const { key, original, tuned } = change;
    if (reason === null) fact.set.push({ key, before: original, after: tuned });
    else refused.push({ key, reason });
  }
  if (fact.set.length > 0) return { fact, saved };
  discard(saved);
  return { fact, saved: null };
}

/** The value that tuning would give `key`; null: it stays as it is, or this process may not change it. */
export function tunedValue(key: string, wanted: readonly WantedSetting[]): string | null {
  if (!mayWrite(key)) return null;
  const { changes } = compare(wanted.filter((setting) => setting.key === key));
  return changes[0]?.tuned ?? null;
}
