/** The log files of a service whose output comes through the engine; what is written is there at once. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { lastLines } from '../../host/log-file.ts';

const TAIL_LINES = 15;

export class ServiceLog {
  readonly file: string;
  #descriptor: number | null;

  /** Begun anew. */
  constructor(file: string) {
    rmSync(file, { force: true });
    this.file = file;
    this.#descriptor = openSync(file, 'a');
  }

  write(chunk: Buffer): void {
    if (this.#descriptor !== null) writeSync(this.#descriptor, chunk);
  }

  tail(): string[] {
    return lastLines(this.file, TAIL_LINES);
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}
