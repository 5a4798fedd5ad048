/**
 * The slow state of a machine: each request costs more CPU for seconds on end. It is seen in the cost
 * of a window, never in its throughput, and never by comparing services.
 *
 * The cost of a window is as noisy as its throughput and goes against it, so a limit near the cheapest
 * window leaves out the slower half of a merely noisy program, and with it the coverage of the intervals
 * (0.89 instead of 0.95 at 10 rounds and a CV of 2 %). Hence the limit is held against the typical cost
 * and depends on what the control windows, of the reference pair, say of the machine at that time.
 */
import { median } from 'simple-statistics';

/** Costs up to this / the smallest are of one state. */
const SAME_STATE = 1.05;
/** Beside a control window in the slow state. */
export const LIMIT_WHEN_SLOW = 1.03;
/** The machine has a slow state, but none was seen beside this window. */
const LIMIT = 1.06;
/** So many of the control windows or more were in the fast state. */
const FAST_SHARE = 0.1;
const FEW_CONTROLS = 4;
/** No control window beside any window of the pair was slow; then a single window only, not a pattern. */
const LIMIT_WHEN_STEADY = 1.13;

/** So many dear windows, on a fast machine, are no accident. */
const BIMODAL_SHARE = 1 / 3;
const BIMODAL_AT_LEAST = 2;
/** The slow state costs up to 27 % more; what costs more than this was not the machine. */
const NO_MACHINE_STATE = 1.3;

export interface CostWindow {
  /** CPU time of client and server / successful requests. */
  readonly cost_us: number;
  /** Whether a neighbouring control window was in the slow state; null: there is no control. */
  readonly machine_slow: boolean | null;
}

export interface SlowState {
  /** For each window: leave it out. */
  readonly slow: readonly boolean[];
  /** The program has two modes that the machine does not explain; then none is left out for its cost. */
  readonly bimodal: boolean;
}

export interface Machine {
  /** In this run it cost the same to do the same, from beginning to end. */
  readonly isSteady: boolean;
}

/** Of all windows of one cell in one run, those that were measured again among them. */
export function slowState(windows: readonly CostWindow[], machine: Machine): SlowState {
  // None of them tells what a request costs on the fast machine.
  if (windows.every(({ machine_slow }) => machine_slow === true))
    return { slow: windows.map(() => true), bimodal: false };
  const typical = typicalCost(windows.map(({ cost_us }) => cost_us));
  const unexplained = windows.filter(({ machine_slow }) => machine_slow !== true);
  if (isPattern(unexplained, typical))
    // What lies beside a slow control goes whatever it cost, so that no mode is preferred.
    return {
      slow: windows.map(({ machine_slow }) => machine_slow === true),
      bimodal: hasTwoModes(unexplained, typical, machine),
    };
  const limit = limitAlone(windows, typical);
  const isSlow = ({ cost_us, machine_slow }: CostWindow): boolean =>
    cost_us > typical * (machine_slow === true ? LIMIT_WHEN_SLOW : limit);
  return { slow: windows.map(isSlow), bimodal: false };
}

/** For windows without a slow control beside them. */
function limitAlone(windows: readonly CostWindow[], typical: number): number {
  if (!windows.every(({ machine_slow }) => machine_slow === false)) return LIMIT;
  return dearOf(windows, typical).length === 1 ? LIMIT_WHEN_STEADY : Infinity;
}

/**
 * Of windows of one and the same pair that has one mode, as the reference: which were in the slow state. Not held
 * against the cheapest of them, for a single cheap one among short, noisy windows says nothing of the others.
 */
export function dearWindows(costs_us: readonly number[]): boolean[] {
  const sorted = [...costs_us].sort((a, b) => a - b);
  const isFew = sorted.length < FEW_CONTROLS;
  const usual = sorted[isFew ? 0 : Math.max(1, Math.floor(FAST_SHARE * sorted.length))] ?? NaN;
  return costs_us.map((cost) => cost > LIMIT * usual);
}

/** Of control windows: two of them at least, else nothing is known. */
export function areOfOneState(costs_us: readonly number[]): boolean {
  return costs_us.length > 1 && Math.max(...costs_us) <= LIMIT * Math.min(...costs_us);
}

/** From the control windows before and after: the slow state of one of them may reach into the window. */
export function machineSlow(neighbours: readonly boolean[]): boolean | null {
  return neighbours.length === 0 ? null : neighbours.includes(true);
}

/** Median of those near the smallest: unlike the smallest it does not fall with the number of windows. */
function typicalCost(costs_us: readonly number[]): number {
  const smallest = Math.min(...costs_us);
  return costs_us.length === 0 ? NaN : median(costs_us.filter((c) => c <= SAME_STATE * smallest));
}

function dearOf(windows: readonly CostWindow[], typical: number): readonly CostWindow[] {
  return windows.filter(({ cost_us }) => cost_us > LIMIT * typical);
}

/** What no control explains is not blamed on the machine. */
function isPattern(unexplained: readonly CostWindow[], typical: number): boolean {
  const dear = dearOf(unexplained, typical).length;
  return dear >= Math.max(BIMODAL_AT_LEAST, unexplained.length * BIMODAL_SHARE);
}

/** Of a pattern. One cheap window alone may be the accident, where the machine could make it so. */
function hasTwoModes(
  unexplained: readonly CostWindow[],
  typical: number,
  { isSteady }: Machine,
): boolean {
  const dear = dearOf(unexplained, typical);
  const isFar = dear.every(({ cost_us }) => cost_us > NO_MACHINE_STATE * typical);
  return isSteady || isFar || unexplained.length - dear.length >= BIMODAL_AT_LEAST;
}
