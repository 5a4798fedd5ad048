/** Sentences about a run that a reader of its result should know. */
import type { JournalEntry } from '../journal/entries.ts';
import { counted } from './wording.ts';

type Resumed = Extract<JournalEntry, { type: 'run-resumed' }>;
type Tuned = Extract<JournalEntry, { type: 'kernel-tuned' }>;

function tunedNotices({ set, refused }: Tuned): string[] {
  const changes = set.map(({ key, before, after }) => `${key} ${before} -> ${after}`);
  return [
    ...(changes.length === 0
      ? []
      : [`kernel settings were tuned for this run: ${changes.join(', ')}`]),
    ...refused.map(({ key, reason }) => `${key} was not tuned: ${reason}`),
  ];
}

function resumedNotice({ resumed_at, kept_rounds }: Resumed): string {
  const kept = kept_rounds.filter(({ pass }) => pass !== 'control');
  return `resumed at ${resumed_at}, with ${counted(kept.length, 'finished round')} kept`;
}

export function notices(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap((entry) => {
    if (entry.type === 'notice') return [entry.message];
    if (entry.type === 'run-resumed') return [resumedNotice(entry)];
    return entry.type === 'kernel-tuned' ? tunedNotices(entry) : [];
  });
}
