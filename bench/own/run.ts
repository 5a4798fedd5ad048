/** Measures the default pairs once, as `--profile quick` does, and tells what that cost beside measuring. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EXIT } from '../../src/host/user-error.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { findRun } from '../../src/journal/run-folder.ts';
import type { RatioRow } from '../table.ts';
import { pairbenchSeconds } from './process-seconds.ts';
import { runCostRows } from './run-costs.ts';

const PROCESS = ['--runtime', 'process'];

export async function runRows(): Promise<RatioRow[]> {
  const results = mkdtempSync(path.join(os.tmpdir(), 'pairbench-own-'));
  try {
    await pairbenchSeconds(['build', ...PROCESS]);
    const words = ['run', '--profile', 'quick', ...PROCESS, '--output', results];
    const seconds = await pairbenchSeconds(words, [EXIT.cellsNotValid]);
    return runCostRows(readJournal(findRun(results, null).journal).entries, seconds);
  } finally {
    rmSync(results, { recursive: true });
  }
}
