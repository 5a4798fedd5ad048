/** Which rounds of a run need not be measured again; pure. */
import { Outcomes } from '../../analyse/outcomes.ts';
import type { JournalEntry, RunStarted } from '../../journal/entries.ts';
import { countingEntries } from '../../journal/rounds.ts';

type Pair = RunStarted['plan']['pairs'][number];

function finishedRounds(entries: readonly JournalEntry[]): number[] {
  const rounds = entries.flatMap((entry) => (entry.type === 'round-finished' ? [entry.round] : []));
  return [...new Set(rounds)];
}

function builtServices(entries: readonly JournalEntry[]): ReadonlySet<string> {
  const built = new Set<string>();
  for (const entry of entries) {
    if (entry.type === 'build-finished') built.add(entry.service);
    if (entry.type === 'build-failed' || entry.type === 'service-skipped')
      built.delete(entry.service);
  }
  return built;
}

export function isComplete(entries: readonly JournalEntry[]): boolean {
  const last = entries.at(-1);
  return last?.type === 'run-finished' && last.status === 'complete';
}

/**
 * Finished rounds in which no pair failed by chance. A pair that was measured in no round fails for a reason
 * of its own, which must not cost the others what they have; only once there is nothing else to go on
 * with, it is tried again. One that could not be built is never missed.
 */
export function keptRounds(started: RunStarted, journal: readonly JournalEntry[]): number[] {
  const entries = countingEntries(journal);
  const finished = finishedRounds(entries);
  const outcomes = new Outcomes(entries);
  const built = builtServices(entries);
  const isMeasured = (round: number, { server, client }: Pair): boolean =>
    'window' in (outcomes.outcomeOf(round, server, client) ?? {});
  const isMissed = (pair: Pair): boolean =>
    built.has(pair.server) &&
    built.has(pair.client) &&
    (isComplete(entries) || finished.some((round) => isMeasured(round, pair)));
  const wanted = started.plan.pairs.filter(isMissed);
  return finished.filter((round) => wanted.every((pair) => isMeasured(round, pair)));
}
