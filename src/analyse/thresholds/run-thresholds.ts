/** The thresholds of a run, as its journal has them; another report may ask for others. */
import { UserError } from '../../host/user-error.ts';
import type { JournalEntry } from '../../journal/entries.ts';
import type { RunResult } from '../result.ts';
import { judgeThresholds } from './judge-thresholds.ts';
import { readThreshold } from './read-threshold.ts';
import type { Threshold } from './threshold.ts';

/** Those that were given last: a run may go on with others. */
export function thresholdsOf(entries: readonly JournalEntry[]): Threshold[] {
  const given = entries.findLast(
    (entry) => entry.type === 'run-started' || entry.type === 'run-resumed',
  );
  return (given?.thresholds ?? []).map((text) => {
    const read = readThreshold(text);
    if (read.ok) return read.threshold;
    throw new UserError(
      `the journal has a threshold that cannot be read, "${text}": ${read.fault}`,
    );
  });
}

/** The same result, held against these thresholds in place of its own. */
export function withThresholds(result: RunResult, thresholds: readonly Threshold[]): RunResult {
  return { ...result, thresholds: judgeThresholds(thresholds, result) };
}
