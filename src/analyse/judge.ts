/** Whether a pair's figures may be used, and if not, why; and which of its windows count. */
import type { NamedPair, Pass, Settings } from '../plan/facts.ts';
import { failureList } from './count-checks.ts';
import type { MeasuredOnce, Outcomes } from './outcomes.ts';
import { mergeFailures, type Reading, readWindow } from './reading.ts';
import type { Cell, RunResult } from './result.ts';
import type { MachineStates } from './selection/machine-state.ts';
import { selectWindows, type Selection } from './selection/select-windows.ts';
import { checksOf, figuresOfReading } from './selection/window-figures.ts';
import { type RoundCheck, verdictOf } from './window-check.ts';

/** What all pairs of a pass have in common. */
export interface PassScope {
  readonly pass: Pass;
  readonly settings: Settings;
  /** That were to be measured, fewer than planned where the pass was precise or long enough. */
  readonly rounds: number;
  readonly runStatus: RunResult['status'];
  /** Whether the machine was in its slow state around a window; null: not known. */
  readonly machine: MachineStates;
}

export interface JudgedPair extends NamedPair {
  readonly status: Cell['status'];
  readonly reasons: string[];
  /** Windows that count, one in each round at most. */
  readonly readings: readonly Reading[];
  /** Of the same windows, in a few numbers each. */
  readonly selection: Selection;
  /** The worst of each kind. */
  readonly checks: readonly RoundCheck[];
}

export function judgePair(pair: NamedPair, outcomes: Outcomes, scope: PassScope): JudgedPair {
  const { readings, selection } = readingsOf(pair, outcomes, scope);
  const { worst, reasons: broken } = verdictOf(roundChecks(readings, scope));
  const judged = { server: pair.server, client: pair.client, readings, selection, checks: worst };
  const troubles = [
    outcomes.troubleOf('server', pair.server),
    outcomes.troubleOf('client', pair.client),
  ].flatMap((trouble) => trouble ?? []);
  if (troubles.length > 0) {
    const status = troubles.some((trouble) => trouble.status === 'skipped') ? 'skipped' : 'failed';
    return { ...judged, status, reasons: troubles.flatMap(({ reasons }) => reasons) };
  }
  const failures = [...failuresOf(pair, outcomes, scope), ...readings.flatMap(withoutSuccess)];
  const status = failures.length > 0 ? 'failed' : broken.length > 0 ? 'invalid' : 'valid';
  return { ...judged, status, reasons: [...failures, ...broken] };
}

/** One by one. */
function* roundChecks(
  readings: readonly Reading[],
  { settings }: PassScope,
): Generator<RoundCheck> {
  for (const reading of readings)
    for (const check of checksOf(reading, settings)) yield { ...check, round: reading.round };
}

function readingsOf(
  pair: NamedPair,
  outcomes: Outcomes,
  { pass, settings, machine }: PassScope,
): Pick<JudgedPair, 'readings' | 'selection'> {
  const all = outcomes.windowsOf(pass, pair).map((one: MeasuredOnce) => {
    const reading = readWindow(one.round, pair.client, one.window);
    const place = { pass, round: one.round, ...pair };
    return { reading, figures: figuresOfReading(place, one.order, reading, settings) };
  });
  const selection = selectWindows(
    all.map(({ figures }) => figures),
    machine,
  );
  const used = new Set(selection.used);
  const readings = all.flatMap(({ reading, figures }) => (used.has(figures) ? [reading] : []));
  return { readings: readings.sort((a, b) => a.round - b.round), selection };
}

function failuresOf(
  pair: NamedPair,
  outcomes: Outcomes,
  { pass, rounds, runStatus }: PassScope,
): string[] {
  const measured = new Set(outcomes.windowsOf(pass, pair).map(({ round }) => round));
  const failures: string[] = [];
  const missing: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const failure = outcomes.failureOf(pass, round, pair);
    if (failure !== undefined) failures.push(`round ${round}: ${failure}`);
    else if (!measured.has(round)) missing.push(round);
  }
  // A pass may end before its first round: nothing is missing then, and nothing is there.
  if (missing.length === 0 && rounds > 0) return failures;
  return [...failures, notMeasured(missing, rounds, runStatus)];
}

/** A server that answers only errors, at once, would otherwise look fast. */
function withoutSuccess(reading: Reading): string[] {
  if (reading.window.client_run.result.requests.window > 0) return [];
  const failed = mergeFailures([reading.failures_in_window, reading.failures_outside]);
  const list = Object.keys(failed).length === 0 ? '' : `, 100 % failed (${failureList(failed)})`;
  return [`round ${reading.round}: no request succeeded in the window${list}`];
}

function notMeasured(
  missing: readonly number[],
  rounds: number,
  runStatus: RunResult['status'],
): string {
  const why = {
    complete: '',
    interrupted: ': the run was interrupted',
    incomplete: ': the run did not finish',
  }[runStatus];
  if (missing.length === rounds) return `not measured${why}`;
  const noun = missing.length === 1 ? 'round' : 'rounds';
  return `${noun} ${missing.join(', ')}: not measured${why}`;
}
