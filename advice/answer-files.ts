/** Answers on the disk, one file each: whole or not there, so that a killed run loses none that was finished. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unwritable } from '../src/host/disk-faults.ts';
import { type Answer, answerSchema } from './answer.ts';

function fileOf(results: string, id: string): string {
  return path.join(results, `${id}.json`);
}

/** Null: there is none, or one of another version. */
export function readAnswer(results: string, id: string): Answer | null {
  try {
    return answerSchema.parse(JSON.parse(readFileSync(fileOf(results, id), 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || (error as Error).name === 'ZodError') return null;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** On the disk when it returns. Throws a UserError when it cannot be written. */
export function writeAnswer(results: string, answer: Answer): void {
  const file = fileOf(results, answer.id);
  try {
    const descriptor = openSync(`${file}.new`, 'w');
    try {
      writeFileSync(descriptor, `${JSON.stringify(answer, null, 2)}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw unwritable(`${file}:`, error, 'the other answers are kept; make room and start again');
  }
}
