/** Gates: what a disturbance of the machine does to a window, told apart from a fault of the services. */
import type { MeasuredWindow } from '../measure/facts.ts';
import type { Settings } from '../plan/facts.ts';
import { countChecks } from './count-checks.ts';
import { latencyChecks } from './latency-checks.ts';
import { readWindow } from './reading.ts';
import { isBroken } from './window-check.ts';

/** A stall at the border of a window breaks these although both sides count rightly. */
const GATES = ['littles_law', 'window_length', 'rate_achieved'];

/** The first gate that the window does not pass; null: it passes. It never looks at who is faster. */
export function brokenGate(window: MeasuredWindow, settings: Settings): string | null {
  const reading = readWindow(1, window.client_run.hello.name, window);
  const broken = [...countChecks(reading, settings), ...latencyChecks(reading, settings)].find(
    (check) => GATES.includes(check.name) && isBroken(check),
  );
  return broken?.name ?? null;
}
