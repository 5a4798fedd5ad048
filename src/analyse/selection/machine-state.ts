/** Whether the machine was in its slow state, by the reference windows around a moment. */
import type { WindowFigures } from './window-figures.ts';
import { areOfOneState, dearWindows, machineSlow } from '../gates/slow-state.ts';

/** CPU time of both sides for each request; null: not known. */
export function costUs({ client_cpu_us, server_cpu_us }: WindowFigures): number | null {
  return client_cpu_us === null || server_cpu_us === null ? null : client_cpu_us + server_cpu_us;
}

export interface MachineStates {
  /**
   * Slow if one of the neighbouring reference windows was; null: there is none. The second pass has none: those
   * of the first one were measured long before.
   */
  readonly slowAround: (window: WindowFigures) => boolean | null;
  /** All reference windows of the run cost the same. */
  readonly isSteady: boolean;
}

interface Control {
  readonly order: number;
  readonly slow: boolean;
}

interface Known {
  readonly order: number;
  readonly cost_us: number;
}

function knownCosts(controls: readonly WindowFigures[]): Known[] {
  return controls.flatMap((control) => {
    const cost_us = costUs(control);
    return cost_us === null ? [] : [{ order: control.order, cost_us }];
  });
}

function judged(known: readonly Known[]): Control[] {
  const slow = dearWindows(known.map(({ cost_us }) => cost_us));
  return known.map(({ order }, index) => ({ order, slow: slow[index] === true }));
}

/** Of controls in the order of time, by halving: each window of a long run asks. */
function firstAfter(order: number, controls: readonly Control[]): number {
  let [low, high] = [0, controls.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((controls[middle]?.order ?? Infinity) > order) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function machineStates(controls: readonly WindowFigures[]): MachineStates {
  const known = knownCosts(controls);
  const all = judged(known);
  return {
    isSteady: areOfOneState(known.map(({ cost_us }) => cost_us)),
    slowAround: ({ order, pass }) => {
      if (pass === 'latency') return null;
      const next = firstAfter(order, all);
      return machineSlow([all[next - 1], all[next]].flatMap((control) => control?.slow ?? []));
    },
  };
}
