/** What measuring a line is given. */
import type { BuildFact } from '../src/build/facts.ts';
import type { BuiltService } from '../src/build/built-service.ts';
import type { Platform } from '../src/commands/platform/platform.ts';
import type { WantedSetting } from '../src/host/tuning/conf.ts';
import type { KnownServer } from '../src/measure/external/attach.ts';
import type { MeasureFact } from '../src/measure/facts.ts';
import type { Service } from '../src/plan/manifest.ts';

export interface Site {
  readonly platform: Platform;
  /** All that there are, built or not. */
  readonly services: readonly Service[];
  /** Built and found to keep the contract, by `serviceKey`. */
  readonly sound: ReadonlyMap<string, BuiltService | KnownServer>;
  /** What was said while they were built and verified. */
  readonly facts: readonly (BuildFact | MeasureFact)[];
  /** Values of sysctl/loopback.conf. */
  readonly settings: readonly WantedSetting[];
  readonly cache: string;
  /** Where answers lie, and the journals of lines below it. */
  readonly results: string;
  readonly rounds: number;
  readonly window_ms: number;
  readonly signal: AbortSignal;
}
