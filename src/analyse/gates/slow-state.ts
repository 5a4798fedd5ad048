/**
 * The slow state of a machine: each request costs more CPU for seconds on end. It is seen in the cost
 * of a window, never in its throughput, and never by comparing services.
 */
import { median } from 'simple-statistics';

/** Up to this the cost is the same; the slow state seen on a shared host costs 27 % more. */
const SLOW_ABOVE = 1.05;
/** Above this it is slow although no control window near it was. */
const SLOW_ALONE_ABOVE = 1.1;
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
  const typical = typicalCost(windows.map(({ cost_us }) => cost_us));
  const isDear = ({ cost_us }: CostWindow): boolean => cost_us > SLOW_ABOVE * typical;
  const unexplained = windows.filter((window) => isDear(window) && window.machine_slow !== true);
  const bimodal = unexplained.length >= Math.max(BIMODAL_AT_LEAST, windows.length * BIMODAL_SHARE);
  const isSlow = (window: CostWindow): boolean =>
    isDear(window) && (window.machine_slow === true || window.cost_us > SLOW_ALONE_ABOVE * typical);
  return { slow: windows.map((window) => !bimodal && isSlow(window)), bimodal };
}

/** Of control windows, all of one pair: which were measured in the slow state. */
export function slowControls(costs_us: readonly number[]): boolean[] {
  const typical = typicalCost(costs_us);
  return costs_us.map((cost) => cost > SLOW_ABOVE * typical);
}

/** From the control windows before and after: the slow state of one of them may reach into the window. */
export function machineSlow(neighbours: readonly boolean[]): boolean | null {
  return neighbours.length === 0 ? null : neighbours.includes(true);
}

/** Median of those near the smallest, which alone would depend on how many windows there are. */
function typicalCost(costs_us: readonly number[]): number {
  if (costs_us.length === 0) return NaN;
  const smallest = Math.min(...costs_us);
  return median(costs_us.filter((cost) => cost <= SLOW_ABOVE * smallest));
}
