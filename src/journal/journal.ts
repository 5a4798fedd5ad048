/** Writes the journal: an entry is on the disk before anything goes on. */
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { errorText, EXIT, UserError } from '../host/user-error.ts';
import { unwritable } from '../host/disk-faults.ts';
import type { JournalEntry } from './entries.ts';
import { formatLine } from './line-format.ts';
import { readJournal } from './read-journal.ts';

export type JournalListener = (entry: JournalEntry) => void;

export class Journal {
  readonly file: string;
  readonly #descriptor: number;
  readonly #listeners: JournalListener[] = [];
  #count: number;
  #length: number;
  #closed = false;

  private constructor(file: string, descriptor: number, count: number, length: number) {
    this.file = file;
    this.#descriptor = descriptor;
    this.#count = count;
    this.#length = length;
  }

  /** Throws a UserError when the file exists or cannot be made. */
  static create(file: string): Journal {
    try {
      return new Journal(file, openSync(file, 'wx'), 0, 0);
    } catch (error) {
      throw unwritable(`${file}:`, error, 'choose another --output');
    }
  }

  /**
   * Opens it to go on. A torn tail is moved to `FILE.torn` and cut off. Throws a UserError when it is damaged
   * or cannot be written.
   */
  static reopen(file: string): Journal {
    const { entries, whole_bytes, torn } = readJournal(file);
    try {
      const descriptor = openSync(file, 'r+');
      if (torn.length > 0) {
        writeFileSync(`${file}.torn`, torn, { flag: 'a' });
        ftruncateSync(descriptor, whole_bytes);
        fdatasyncSync(descriptor);
      }
      return new Journal(file, descriptor, entries.length, whole_bytes);
    } catch (error) {
      throw unwritable(`${file}:`, error, 'the journal must be writable for its run to go on');
    }
  }

  /** All entries, from the disk: kept in memory, a long run's histograms would fill it. */
  read(): readonly JournalEntry[] {
    return readJournal(this.file).entries;
  }

  /** The listener hears every entry from now on, once it is on the disk. */
  listen(listener: JournalListener): void {
    this.#listeners.push(listener);
  }

  /** Throws a UserError when the disk does not take it; nothing torn is left behind then. */
  append(entry: JournalEntry): void {
    if (this.#closed) throw new Error(`the journal is closed, "${entry.type}" comes too late`);
    const line = Buffer.from(formatLine(this.#count + 1, entry));
    try {
      this.#write(line);
      fdatasyncSync(this.#descriptor);
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#length);
      throw new UserError(
        `${this.file}: cannot be written: ${errorText(error)}`,
        'everything measured before is kept; make room and start again',
        EXIT.toolFault,
      );
    }
    this.#length += line.length;
    this.#count += 1;
    for (const listener of this.#listeners) listener(entry);
  }

  /** A write may take only a part, for example on a full disk. */
  #write(line: Buffer): void {
    for (let done = 0; done < line.length;)
      done += writeSync(this.#descriptor, line, done, line.length - done, this.#length + done);
  }

  close(): void {
    if (!this.#closed) closeSync(this.#descriptor);
    this.#closed = true;
  }
}
