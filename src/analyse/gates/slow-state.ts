/**
 * The slow state of a machine: each request costs more CPU for seconds on end. It is seen in the cost
 * of a window, never in its throughput, and never by comparing services.
 */

/** Up to this the cost is the same; the slow state seen on a shared host costs 27 % more. */
const SLOW_ABOVE = 1.05;
/** So many of a cell's windows, on a fast machine, are no accident: the program has two modes itself. */
const BIMODAL_SHARE = 1 / 3;
const BIMODAL_AT_LEAST = 2;

export interface CostWindow {
  /** CPU time of client and server / successful requests. */
  readonly cost_us: number;
  /** Whether the neighbouring control windows were in the slow state; null: there is no control. */
  readonly machine_slow: boolean | null;
}

export interface SlowState {
  /** For each window: leave it out. */
  readonly slow: readonly boolean[];
  /** The cell has two modes that the machine does not explain; then nothing is left out. */
  readonly bimodal: boolean;
}

/** Of all windows of one cell in one run, those that were measured again among them. */
export function slowState(windows: readonly CostWindow[]): SlowState {
  const dear = dearWindows(windows.map(({ cost_us }) => cost_us));
  const bimodal = isBimodal(windows, dear);
  return { slow: dear.map((is) => is && !bimodal), bimodal };
}

/** Of windows of one and the same pair: which cost clearly more than the cheapest of them. */
export function dearWindows(costs_us: readonly number[]): boolean[] {
  const smallest = Math.min(...costs_us);
  return costs_us.map((cost) => cost > SLOW_ABOVE * smallest);
}

/** From the control windows before and after: the slow state of one of them may reach into the window. */
export function machineSlow(neighbours: readonly boolean[]): boolean | null {
  return neighbours.length === 0 ? null : neighbours.includes(true);
}

/** What no control explains is not blamed on the machine. */
function isBimodal(windows: readonly CostWindow[], dear: readonly boolean[]): boolean {
  const unexplained = windows.filter(
    ({ machine_slow }, index) => dear[index] === true && machine_slow !== true,
  );
  const enough = Math.max(BIMODAL_AT_LEAST, windows.length * BIMODAL_SHARE);
  return unexplained.length >= enough;
}
