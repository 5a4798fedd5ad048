/** What the measuring stage is given: where to start services, where to report, when to give up. */
import type { Pinning, Settings } from '../plan/facts.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { MeasureFact } from './facts.ts';

export interface MeasureContext {
  readonly runtime: Runtime;
  readonly settings: Settings;
  readonly pinning: Pinning;
  /** Folder for the services' logs; exists. */
  readonly logs: string;
  readonly emit: (fact: MeasureFact) => void;
  /** Aborted when the user interrupts the run. */
  readonly signal: AbortSignal;
}
