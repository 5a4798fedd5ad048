/** What the measuring stage is given: where to start services, where to report, when to give up. */
import type { Pinning, Settings } from '../plan/facts.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { MeasuredWindow, MeasureFact } from './facts.ts';

export interface MeasureContext {
  readonly runtime: Runtime;
  readonly settings: Settings;
  readonly pinning: Pinning;
  /** Folder for the services' logs; exists. */
  readonly logs: string;
  /** The gate that a window does not pass because the machine disturbed it; null: it is used. */
  readonly gate: (window: MeasuredWindow) => string | null;
  readonly emit: (fact: MeasureFact) => void;
  /** Aborted when the user interrupts the run. */
  readonly signal: AbortSignal;
}
