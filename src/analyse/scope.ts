/** What the pairs of each pass are judged by, from the journal's entries. */
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import type { Pass, Plan } from '../plan/facts.ts';
import { settingsOfPass } from '../plan/pass-settings.ts';
import type { PassScope } from './judge.ts';
import type { Outcomes } from './outcomes.ts';
import { readWindow } from './reading.ts';
import type { RunResult } from './result.ts';
import { machineStates } from './selection/machine-state.ts';
import { figuresOfReading, type WindowFigures } from './selection/window-figures.ts';

/** The reference windows before the servers' turns, in the order of time. */
export function controlWindows({ plan }: RunStarted, outcomes: Outcomes): WindowFigures[] {
  const { reference, control } = plan;
  if (reference === null || control === null) return [];
  const settings = settingsOfPass('control', plan, null);
  return outcomes.windowsOf('control', reference).map(({ round, order, window }) => {
    const reading = readWindow(round, reference.client, window);
    return figuresOfReading({ pass: 'control', round, ...reference }, order, reading, settings);
  });
}

/** Null: the second pass has no rate, so it never began. */
export function latencyRate(entries: readonly JournalEntry[]): number | null {
  const found = entries.findLast((entry) => entry.type === 'latency-rate');
  return found === undefined ? null : found.rate_per_s;
}

export function endOfPass(
  pass: Pass,
  entries: readonly JournalEntry[],
): Extract<JournalEntry, { type: 'rounds-ended' }> | undefined {
  return entries.findLast((entry) => entry.type === 'rounds-ended' && entry.pass === pass) as
    Extract<JournalEntry, { type: 'rounds-ended' }> | undefined;
}

/** The second pass has no more rounds than the first one had. */
function roundsOf(pass: Pass, { settings }: Plan, entries: readonly JournalEntry[]): number {
  const ended = endOfPass(pass, entries) ?? endOfPass('throughput', entries);
  return ended?.rounds ?? settings.rounds;
}

export function scopeOf(
  pass: Exclude<Pass, 'control'>,
  { plan }: RunStarted,
  entries: readonly JournalEntry[],
  controls: readonly WindowFigures[],
  runStatus: RunResult['status'],
  rate_per_s: number | null = latencyRate(entries),
): PassScope {
  return {
    pass,
    settings: settingsOfPass(pass, plan, rate_per_s),
    rounds: roundsOf(pass, plan, entries),
    runStatus,
    machine: machineStates(controls),
  };
}
