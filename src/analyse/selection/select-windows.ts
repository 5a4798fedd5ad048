/** Which windows of a pair count: in each round the first one that passes every gate, or shows a fault. */
import { median } from 'simple-statistics';
import type { BrokenGate } from '../../measure/context.ts';
import { heldUp } from '../gates/held-up.ts';
import { interference } from '../gates/interference.ts';
import type { UsualLoad } from '../gates/interference.ts';
import { LIMIT_WHEN_SLOW, slowState } from '../gates/slow-state.ts';
import { isBrokenByStalls, stall } from '../gates/stall.ts';
import { costUs } from './machine-state.ts';
import type { MachineStates } from './machine-state.ts';
import type { WindowFigures } from './window-figures.ts';

interface JudgedWindow {
  readonly window: WindowFigures;
  /** The first gate that it does not pass, by all that is known by now; null: it passes. */
  readonly broken: BrokenGate | null;
}

export interface Selection {
  /** One in each round at most. */
  readonly used: readonly WindowFigures[];
  /** Those of them that the slow state has not shifted: a value that is a quarter off compares with nothing. */
  readonly comparable: readonly WindowFigures[];
  readonly judged: readonly JudgedWindow[];
  /** Rounds without a window that passes. */
  readonly disturbed_rounds: readonly number[];
  readonly bimodal: boolean;
}

/** Fewer windows do not tell what is usual. */
const WINDOWS_FOR_MEDIAN = 3;

function busySum({ client_busy, server_busy }: WindowFigures): number | null {
  return client_busy === null || server_busy === null ? null : client_busy + server_busy;
}

function usualLoad(windows: readonly WindowFigures[]): UsualLoad | null {
  const loads = windows.flatMap(({ client_busy, server_busy, rps }) =>
    client_busy === null || server_busy === null ? [] : [{ client_busy, server_busy, rps }],
  );
  if (loads.length < WINDOWS_FOR_MEDIAN) return null;
  return {
    busy_sum: median(loads.map(({ client_busy, server_busy }) => client_busy + server_busy)),
    busiest: median(
      loads.map(({ client_busy, server_busy }) => Math.max(client_busy, server_busy)),
    ),
    rps: median(loads.map(({ rps }) => rps)),
  };
}

/** Gates that one window breaks by itself, or against its own pair's windows: seen at once. */
export function seenAtOnce(
  window: WindowFigures,
  windows: readonly WindowFigures[],
): BrokenGate | null {
  return brokenByItself(window, usualLoad(windows));
}

function brokenByItself(window: WindowFigures, usual: UsualLoad | null): BrokenGate | null {
  return (
    stall(window) ?? heldUp(window) ?? interference({ ...window, busy_sum: busySum(window) }, usual)
  );
}

/** The state of the machine shows only beside windows of other times. */
function slowOnes(
  windows: readonly WindowFigures[],
  machine: MachineStates,
): { readonly slow: ReadonlyMap<WindowFigures, BrokenGate>; readonly bimodal: boolean } {
  const known = windows.flatMap((window) => {
    const cost_us = costUs(window);
    return cost_us === null ? [] : [{ window, cost_us, machine_slow: machine.slowAround(window) }];
  });
  const { slow, bimodal } = slowState(known, machine);
  const least = Math.min(...known.map(({ cost_us }) => cost_us));
  const broken = known.flatMap(({ window, cost_us }, index): [WindowFigures, BrokenGate][] =>
    slow[index] === true ? [[window, { gate: 'slow_state', why: slowReason(cost_us, least) }]] : [],
  );
  return { slow: new Map(broken), bimodal };
}

function slowReason(cost_us: number, least: number): string {
  // Its own cost would not have left it out, nor could it show anything: others of the pair may be missing.
  if (cost_us <= LIMIT_WHEN_SLOW * least)
    return 'a request of the reference pair beside it cost more CPU time than usual';
  const percent = ((cost_us / least - 1) * 100).toFixed(0);
  return `a request cost ${percent} % more CPU time than in the cheapest window of this pair`;
}

export function selectWindows(
  windows: readonly WindowFigures[],
  machine: MachineStates,
): Selection {
  const usual = usualLoad(windows);
  const atOnce = new Map(windows.map((window) => [window, brokenByItself(window, usual)]));
  // What others did to the cost of a window says nothing of the machine's state, nor of the program's.
  const alone = windows.filter((window) => atOnce.get(window) === null);
  const { slow, bimodal } = slowOnes(alone, machine);
  const judged = windows.map((window) => ({
    window,
    broken: atOnce.get(window) ?? slow.get(window) ?? null,
  }));
  const byRound = new Map<number, JudgedWindow[]>();
  for (const one of judged) {
    const { round } = one.window;
    byRound.set(round, [...(byRound.get(round) ?? []), one]);
  }
  const rounds = [...byRound.keys()].sort((a, b) => a - b);
  const ofRound = (round: number): JudgedWindow[] => byRound.get(round) ?? [];
  const disturbed_rounds = rounds.filter((round) =>
    ofRound(round).every(({ broken }) => broken !== null),
  );
  // Too few good windows: those that stayed disturbed are better than nothing, and said to be so.
  const keepAll = 2 * disturbed_rounds.length > rounds.length;
  const used = rounds.flatMap((round) => {
    const all = ofRound(round);
    const good =
      all.find(({ window }) => hasFault(window)) ??
      all.find(({ broken }) => broken === null) ??
      mustCount(all, keepAll);
    return good === undefined ? [] : [good.window];
  });
  const comparable = used.filter((window) => !slow.has(window));
  return { used, comparable, judged, disturbed_rounds, bimodal };
}

/** A fault of the services, which no state of the machine explains and no repetition hides. */
function hasFault(window: WindowFigures): boolean {
  return window.broken.some(({ name }) => !isBrokenByStalls(name));
}

/** What broken physics leave cannot be left out without a word: it makes the cell invalid. */
function mustCount(all: readonly JudgedWindow[], keepAll: boolean): JudgedWindow | undefined {
  const last = all.at(-1);
  return keepAll || (last !== undefined && stall(last.window) !== null) ? last : undefined;
}
