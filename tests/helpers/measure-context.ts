/** A context for the measuring stage: short windows, the process runtime, facts gathered in a list. */
import type { MeasureContext } from '../../src/measure/context.ts';
import type { MeasureFact } from '../../src/measure/facts.ts';
import type { Settings } from '../../src/plan/facts.ts';
import { openProcessRuntime } from '../../src/runtime/process/process-runtime.ts';
import { tempFolder } from './temp-folder.ts';

const SETTINGS: Settings = {
  connections: 4,
  threads: 1,
  workers: 1,
  warmup_ms: 100,
  duration_ms: 300,
  requests: null,
  rate_per_s: null,
  payload_bytes: 200,
  timeout_ms: 2000,
  keep_alive: true,
  rounds: 1,
};

export interface TestContext extends MeasureContext {
  readonly facts: MeasureFact[];
  readonly controller: AbortController;
}

export function measureContext(settings: Partial<Settings> = {}): TestContext {
  const facts: MeasureFact[] = [];
  const controller = new AbortController();
  return {
    runtime: openProcessRuntime(),
    settings: { ...SETTINGS, ...settings },
    pinning: { server: null, client: null, note: null },
    logs: tempFolder(),
    gate: () => null,
    emit: (fact) => {
      facts.push(fact);
    },
    signal: controller.signal,
    facts,
    controller,
  };
}
