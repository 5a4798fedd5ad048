/** Finds processes by a word of their command line. */
import { readdirSync } from 'node:fs';
import { readProc } from '../../src/host/process-table.ts';

export function processesWithArgument(word: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProc(`${pid}/cmdline`)?.split('\0').includes(word) ?? false)
    .map(Number);
}
