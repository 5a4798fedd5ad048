/** Which windows are measured again: rules that are fixed in advance and look at no throughput. */
import type { BrokenGate } from '../../measure/context.ts';
import type { CellPlace } from '../../measure/facts.ts';
import { expectedCellMs, expectedMs } from '../../plan/estimate.ts';
import type { Overhead } from '../../plan/estimate.ts';
import type { NamedPair, Pass, Plan } from '../../plan/facts.ts';
import { settingsOfPass } from '../../plan/pass-settings.ts';
import { isPointPass } from '../../plan/sweep.ts';
import { stall } from '../gates/stall.ts';
import { machineStates } from './machine-state.ts';
import { seenAtOnce, selectWindows } from './select-windows.ts';
import type { WindowFigures } from './window-figures.ts';
import type { WindowRecord } from './window-record.ts';

/** Of one window. */
const MAX_REPEATS = 2;

/** Of the time of all windows of a run, so that a machine that is never quiet does not double it. */
const MAX_SHARE = 0.2;
/**
 * A longer one holds quiet and disturbed seconds alike, as the next one would; a soak of ten minutes is not
 * made three of them.
 */
const LONGEST_MS = 60_000;
/** Windows of the first pass. */
const ALWAYS_ALLOWED = 4;

/** Warm-ups and windows alone are counted, be they in processes or in containers. */
const NO_OVERHEAD: Overhead = { block_ms: 0, cell_ms: 0 };

export interface DueRepeat extends CellPlace {
  readonly broken: BrokenGate;
}

function allowedMs(plan: Plan): number {
  return Math.max(
    ALWAYS_ALLOWED * expectedCellMs('throughput', plan, NO_OVERHEAD),
    MAX_SHARE * expectedMs(plan.blocks, plan, NO_OVERHEAD),
  );
}

/** How many windows of a pass may still be measured again. */
function repeatsLeft({ plan, repeats }: WindowRecord, pass: Pass): number {
  if ((settingsOfPass(pass, plan, null).duration_ms ?? 0) > LONGEST_MS) return 0;
  const used_ms = repeats.reduce(
    (sum, repeat) => sum + expectedCellMs(repeat.pass, plan, NO_OVERHEAD),
    0,
  );
  return Math.floor((allowedMs(plan) - used_ms) / expectedCellMs(pass, plan, NO_OVERHEAD));
}

function mayRepeat(record: WindowRecord, { pass, round, ...pair }: CellPlace): boolean {
  return record.repeatsOf(pass, pair, round) < MAX_REPEATS;
}

/** Fewer windows of a point may all have met a stall of the machine. */
const WINDOWS_FOR_OVERLOAD = 2;

/** A load of a sweep that the pair has not kept once: it is too much, and no repeat mends that. */
function isOverload(windows: readonly WindowFigures[]): boolean {
  return (
    windows.length >= WINDOWS_FOR_OVERLOAD &&
    windows.every((window) => isPointPass(window.pass) && stall(window)?.gate === 'rate_achieved')
  );
}

/** Right after a window: the gate for which it is measured again at once; null: none. */
export function repeatAtOnce(record: WindowRecord, place: CellPlace): BrokenGate | null {
  // A reference window shows the state of the machine as it is.
  if (place.pass === 'control') return null;
  const windows = record.windowsOf(place.pass, place);
  const last = windows.at(-1);
  if (last === undefined || !mayRepeat(record, place) || isOverload(windows)) return null;
  // Without a good window of it the pair would be invalid, however busy the machine is.
  return stall(last) ?? (repeatsLeft(record, place.pass) > 0 ? seenAtOnce(last, windows) : null);
}

/** After a round: windows that have turned out to be disturbed, by pair and round; no repeat mends a failure. */
export function repeatsDue(
  record: WindowRecord,
  pass: CellPlace['pass'],
  pairs: readonly NamedPair[],
): DueRepeat[] {
  const machine = machineStates(record.controls);
  const sound = pairs.filter((pair) => !record.hasFailed(pass, pair));
  const due = sound.flatMap(({ server, client }) => {
    const windows = record.windowsOf(pass, { server, client });
    if (isOverload(windows)) return [];
    const { judged, disturbed_rounds } = selectWindows(windows, machine);
    return disturbed_rounds.flatMap((round) => {
      const broken = judged.findLast(({ window }) => window.round === round)?.broken ?? null;
      const place = { pass, round, server, client };
      return broken === null || !mayRepeat(record, place)
        ? []
        : [{ place, broken, good: judged.filter((one) => one.broken === null).length }];
    });
  });
  // What has the fewest good windows is in the greatest need of one.
  return due
    .sort((a, b) => a.good - b.good)
    .slice(0, Math.max(0, repeatsLeft(record, pass)))
    .map(({ place, broken }) => ({ ...place, broken }));
}
