/** Reads a journal whole: every line is checked, a torn last one is told apart from damage. */
import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { errorText, UserError } from '../host/user-error.ts';
import { journalEntrySchema } from './entries.ts';
import type { JournalEntry } from './entries.ts';
import { parseLine } from './line-format.ts';
import { thinning } from './thinned.ts';

export interface JournalContent {
  readonly entries: readonly JournalEntry[];
  /** Length of the whole lines; what lies behind was cut off in the middle of writing. */
  readonly whole_bytes: number;
  /** The torn tail, empty when there is none. */
  readonly torn: Buffer;
}

const LINE_END = 0x0a;
/** A faulty line may have thousands of faults. */
const LONGEST_FAULT = 400;
/** A long run's journal does not fit into memory, nor into one text. */
const CHUNK_BYTES = 1 << 20;

function readEntry(line: Buffer, number: number, file: string): JournalEntry {
  const refuse = (reason: string): UserError =>
    new UserError(
      `${file}:${number}: ${reason}`,
      'the journal was changed after it was written; restore it or start a new run',
    );
  const parsed = parseLine(line);
  if (!parsed.ok) throw refuse(parsed.reason);
  if (parsed.seq !== number) throw refuse(`line ${parsed.seq} stands where ${number} is expected`);
  const entry = journalEntrySchema.safeParse(parsed.entry);
  if (!entry.success)
    throw refuse(z.prettifyError(entry.error).split('\n').join(' ').slice(0, LONGEST_FAULT));
  return entry.data;
}

/** Throws a UserError in place of what the file system throws. */
function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`${file}: cannot be read: ${errorText(error)}`);
  }
}

/** Each without its line end, valid until the next one is asked for; gives the torn tail at last. */
function* linesOf(file: string, descriptor: number): Generator<Buffer, Buffer> {
  let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  for (;;) {
    if (filled === buffer.length) buffer = Buffer.concat([buffer], 2 * filled);
    const room = buffer.subarray(filled);
    const read = reading(file, () => readSync(descriptor, room));
    if (read === 0) return Buffer.from(buffer.subarray(0, filled));
    const known = buffer.subarray(0, filled + read);
    let begin = 0;
    let end = known.indexOf(LINE_END, filled);
    while (end >= 0) {
      yield known.subarray(begin, end);
      begin = end + 1;
      end = known.indexOf(LINE_END, begin);
    }
    buffer.copyWithin(0, begin, known.length);
    filled = known.length - begin;
  }
}

/** Throws a UserError naming the line for damage other than a torn end. */
export function readJournal(file: string): JournalContent {
  const entries: JournalEntry[] = [];
  const thinned = thinning();
  let whole_bytes = 0;
  const descriptor = reading(file, () => openSync(file, 'r'));
  try {
    const lines = linesOf(file, descriptor);
    for (let next = lines.next(); ; next = lines.next()) {
      if (next.done === true) return { entries, whole_bytes, torn: next.value };
      entries.push(thinned(readEntry(next.value, entries.length + 1, file)));
      whole_bytes += next.value.length + 1;
    }
  } finally {
    closeSync(descriptor);
  }
}
