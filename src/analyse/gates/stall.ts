/** A machine that stalls at the border of a window breaks these checks, although both sides count rightly. */
import type { WindowFigures } from '../selection/window-figures.ts';
import type { BrokenGate } from '../../measure/context.ts';

const BROKEN_BY_STALLS = ['littles_law', 'window_length', 'rate_achieved', 'window_by_clock'];

export function isBrokenByStalls(check: string): boolean {
  return BROKEN_BY_STALLS.includes(check);
}

export function stall({ broken }: WindowFigures): BrokenGate | null {
  const found = broken.find(({ name }) => isBrokenByStalls(name));
  return found === undefined ? null : { gate: found.name, why: found.reason };
}
