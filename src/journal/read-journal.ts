/** Reads a journal whole: every line is checked, a torn last one is told apart from damage. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorText, UserError } from '../host/user-error.ts';
import { journalEntrySchema } from './entries.ts';
import type { JournalEntry } from './entries.ts';
import { parseLine } from './line-format.ts';

export interface JournalContent {
  readonly entries: readonly JournalEntry[];
  /** Length of the whole lines; what lies behind was cut off in the middle of writing. */
  readonly whole_bytes: number;
  /** The torn tail, empty when there is none. */
  readonly torn: Buffer;
}

function readEntry(line: string, number: number, file: string): JournalEntry {
  const refuse = (reason: string): UserError =>
    new UserError(
      `${file}:${number}: ${reason}`,
      'the journal was changed after it was written; restore it or start a new run',
    );
  const parsed = parseLine(line);
  if (!parsed.ok) throw refuse(parsed.reason);
  if (parsed.seq !== number) throw refuse(`line ${parsed.seq} stands where ${number} is expected`);
  const entry = journalEntrySchema.safeParse(parsed.entry);
  if (!entry.success) throw refuse(z.prettifyError(entry.error).split('\n').join(' '));
  return entry.data;
}

/** Throws a UserError naming the line for damage other than a torn end. */
export function readJournal(file: string): JournalContent {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    throw new UserError(`${file}: cannot be read: ${errorText(error)}`);
  }
  const whole_bytes = content.lastIndexOf(0x0a) + 1;
  const lines = content.subarray(0, whole_bytes).toString('utf8').split('\n').slice(0, -1);
  return {
    entries: lines.map((line, index) => readEntry(line, index + 1, file)),
    whole_bytes,
    torn: content.subarray(whole_bytes),
  };
}
