/** What must hold of a journal: each finished round once, none lost by a resumption. */
import type { JournalEntry } from '../../src/journal/entries.ts';
import { countingEntries } from '../../src/journal/rounds.ts';

/** The facts that say how the window of a pair ended. */
type Ending = Extract<JournalEntry, { type: 'cell-measured' | 'cell-failed' }>;

function endings(entries: readonly JournalEntry[]): Ending[] {
  return entries.flatMap((entry) =>
    entry.type === 'cell-measured' || entry.type === 'cell-failed' ? [entry] : [],
  );
}

const roundName = ({ pass, round }: Pick<Ending, 'pass' | 'round'>): string => `${pass} ${round}`;
const cellName = ({ pass, round, server, client }: Ending): string =>
  `${pass} ${round} ${server}:${client}`;

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Finished rounds in which each of `pairs` was measured in the end. */
export function wholeRounds(entries: readonly JournalEntry[], pairs: number): string[] {
  const counting = countingEntries(entries);
  const last = new Map(endings(counting).map((entry) => [cellName(entry), entry]));
  const measured = [...last.values()].filter(({ type }) => type === 'cell-measured').map(roundName);
  return counting
    .flatMap((entry) => (entry.type === 'round-finished' ? [roundName(entry)] : []))
    .filter((round) => measured.filter((one) => one === round).length === pairs);
}

/** A resumption keeps what was whole. */
export function lostRounds(kept: readonly string[], entries: readonly JournalEntry[]): string[] {
  const resumed = entries.findLast((entry) => entry.type === 'run-resumed');
  if (resumed?.type !== 'run-resumed') return ['--resume has left no "run-resumed"'];
  const names = resumed.kept_rounds.map(roundName);
  return kept
    .filter((round) => !names.includes(round))
    .map((round) => `--resume has lost the finished round "${round}"`);
}

interface Whole {
  /** Those that are looked at. */
  readonly passes: readonly string[];
  readonly rounds: number;
  readonly pairs: number;
}

/** Of a run that is complete: every round and window is there, and once. */
export function completeProblems(entries: readonly JournalEntry[], whole: Whole): string[] {
  const counting = countingEntries(entries).filter(
    (entry) => !('pass' in entry) || whole.passes.includes(entry.pass),
  );
  const finished = counting.flatMap((entry) =>
    entry.type === 'round-finished' ? [roundName(entry)] : [],
  );
  const measured = endings(counting).filter(({ type }) => type === 'cell-measured');
  const repeats = counting.filter(({ type }) => type === 'cell-repeated').length;
  const cells = new Set(measured.map(cellName));
  const planned = whole.passes.length * whole.rounds * whole.pairs;
  const missing = whole.passes
    .flatMap((pass) => Array.from({ length: whole.rounds }, (_, index) => `${pass} ${index + 1}`))
    .filter((round) => !finished.includes(round));
  return [
    ...missing.map((round) => `the round "${round}" is not finished`),
    ...twice(finished).map((round) => `the round "${round}" is there twice`),
    ...(cells.size === planned ? [] : [`${cells.size} cells are measured, ${planned} are planned`]),
    ...(measured.length === cells.size + repeats
      ? []
      : [`${measured.length} windows count of ${cells.size} cells with ${repeats} repeats`]),
  ];
}
