/** Puts saved kernel settings back, those that still have the value that we gave them. */
import { errorText } from '../user-error.ts';
import type { KernelRestored } from './facts.ts';
import { readSetting, writeSetting } from './kernel-setting.ts';
import { discard, keepOnly } from './saved.ts';
import type { Saved, SavedSetting } from './saved.ts';

type Lists = {
  readonly [Name in 'restored' | 'left' | 'failed']: KernelRestored[Name];
};

function restoreOne({ key, original, tuned }: SavedSetting, lists: Lists): void {
  const now = readSetting(key);
  if (!now.ok) {
    lists.failed.push({ key, original, reason: now.reason });
    return;
  }
  if (now.value === original) return;
  if (now.value !== tuned) {
    lists.left.push({ key, value: now.value });
    return;
  }
  const reason = writeSetting(key, original);
  if (reason === null) lists.restored.push({ key, value: original });
  else lists.failed.push({ key, original, reason });
}

/** What could not be put back stays in the file, or all of it where the file cannot be written. */
function keepFailed(saved: Saved, failed: Lists['failed']): void {
  try {
    keepOnly(
      saved,
      saved.settings.filter(({ key }) => failed.some((one) => one.key === key)),
    );
  } catch {
    // The whole file serves as well: what is back already is passed over next time.
  }
}

/** Gives where the originals are kept on; null: nowhere. */
function settle(saved: Saved, failed: Lists['failed']): string | null {
  if (failed.length > 0) {
    keepFailed(saved, failed);
    return saved.file;
  }
  try {
    discard(saved);
    return null;
  } catch {
    return saved.file; // harmless, since everything is back; said in the fact
  }
}

/** Never throws, and does everything before it returns: it also runs while the process exits. */
export function restoreSaved(saved: Saved, tuned_by: KernelRestored['tuned_by']): KernelRestored {
  const lists: Lists = { restored: [], left: [], failed: [] };
  for (const setting of saved.settings) restoreOne(setting, lists);
  return { type: 'kernel-restored', tuned_by, ...lists, saved_file: settle(saved, lists.failed) };
}

/** The fact for settings that this process may not even try to put back. */
export function notRestored(saved: Saved, error: unknown): KernelRestored {
  const reason = errorText(error);
  return {
    type: 'kernel-restored',
    tuned_by: 'earlier-run',
    restored: [],
    left: [],
    failed: saved.settings.map(({ key, original }) => ({ key, original, reason })),
    saved_file: saved.file,
  };
}
