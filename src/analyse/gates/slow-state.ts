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
const LIMIT_WHEN_SLOW = 1.03;
/** The machine has a slow state, but none was seen beside this window. */
const LIMIT = 1.06;
/** No control window beside any window of the pair was slow; then a single window only, not a pattern. */
const LIMIT_WHEN_STEADY = 1.13;

/** So many windows, on a fast machine, are no accident: the program has two modes itself. */
const BIMODAL_SHARE = 1 / 3;
const BIMODAL_AT_LEAST = 2;

export interface CostWindow {
  /** CPU time of client and server / successful requests. */
  readonly cost_us: number;
  /** Whether a neighbouring control window was in the slow state; null: there is no control. */
  readonly machine_slow: boolean | null;
}

export interface SlowState {
  /** For each window: leave it out. */
  readonly slow: readonly boolean[];
  /** The cell has two modes that the machine does not explain; then none is left out for its cost. */
  readonly bimodal: boolean;
}

/** Of all windows of one cell in one run, those that were measured again among them. */
export function slowState(windows: readonly CostWindow[]): SlowState {
  // None of them tells what a request costs on the fast machine.
  if (windows.every(({ machine_slow }) => machine_slow === true))
    return { slow: windows.map(() => true), bimodal: false };
  const typical = typicalCost(windows.map(({ cost_us }) => cost_us));
  const bimodal = isBimodal(windows, typical);
  if (bimodal)
    // What lies beside a slow control goes whatever it cost, so that no mode is preferred.
    return { slow: windows.map(({ machine_slow }) => machine_slow === true), bimodal };
  const limit = limitAlone(windows, typical);
  const isSlow = ({ cost_us, machine_slow }: CostWindow): boolean =>
    cost_us > typical * (machine_slow === true ? LIMIT_WHEN_SLOW : limit);
  return { slow: windows.map(isSlow), bimodal };
}

/** For windows without a slow control beside them. */
function limitAlone(windows: readonly CostWindow[], typical: number): number {
  if (!windows.every(({ machine_slow }) => machine_slow === false)) return LIMIT;
  const dear = windows.filter(({ cost_us }) => cost_us > LIMIT * typical);
  return dear.length === 1 ? LIMIT_WHEN_STEADY : Infinity;
}

/** Of windows of one and the same pair that has one mode, as the reference: which were in the slow state. */
export function dearWindows(costs_us: readonly number[]): boolean[] {
  const typical = typicalCost(costs_us);
  return costs_us.map((cost) => cost > LIMIT * typical);
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

/** What no control explains is not blamed on the machine. */
function isBimodal(windows: readonly CostWindow[], typical: number): boolean {
  const unexplained = windows.filter(({ machine_slow }) => machine_slow !== true);
  const dear = unexplained.filter(({ cost_us }) => cost_us > LIMIT * typical);
  return dear.length >= Math.max(BIMODAL_AT_LEAST, unexplained.length * BIMODAL_SHARE);
}
