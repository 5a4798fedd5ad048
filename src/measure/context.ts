/** What the measuring stage is given: where to start services, where to report, when to give up. */
import type { Pinning, Settings } from '../plan/facts.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { CellPlace, MeasureFact } from './facts.ts';

/** A disturbance of the machine, told apart from a fault of the services. */
export interface BrokenGate {
  readonly gate: string;
  /** One clause with the figures. */
  readonly why: string;
}

export interface MeasureContext {
  readonly runtime: Runtime;
  readonly settings: Settings;
  /** Of one window, where not all have the load of `settings`. */
  readonly settingsOf?: (place: CellPlace) => Settings;
  readonly pinning: Pinning;
  /** Folder for the services' logs; exists. */
  readonly logs: string;
  /** Asked after each window: the gate for which it is measured again at once; null: it goes on. */
  readonly gate: (place: CellPlace) => BrokenGate | null;
  readonly emit: (fact: MeasureFact) => void;
  /** Aborted when the user interrupts the run. */
  readonly signal: AbortSignal;
}
