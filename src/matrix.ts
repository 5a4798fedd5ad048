/** The main path: how a run goes, from the plan to the result. */
import { type AnalysedRun, analysedRun } from './analyse/run.ts';
import type { Prepared } from './build/built-service.ts';
import { readHostFacts } from './host/machine.ts';
import type { Journal } from './journal/journal.ts';
import { Interrupted } from './host/interrupted.ts';
import type { MeasureContext } from './measure/context.ts';
import { verifyServices } from './measure/verify-services.ts';
import type { VerifyOptions } from './measure/verify-services.ts';
import { conductOf } from './passes/conduct.ts';
import { measureLatency } from './passes/latency.ts';
import { measureSweep } from './passes/sweep.ts';
import { measureThroughput } from './passes/throughput.ts';
import type { AnyService } from './plan/external-server.ts';
import type { Overhead } from './plan/estimate.ts';
import type { Block, Plan } from './plan/facts.ts';

export interface Matrix {
  readonly plan: Plan;
  /** Those that are still to be measured. */
  readonly blocks: readonly Block[];
  readonly expected_ms: number;
  readonly overhead: Overhead;
  readonly services: readonly AnyService[];
  readonly verify: VerifyOptions;
  readonly journal: Journal;
  /** Builds services for the runtime; passes on those that already run. */
  readonly prepare: (services: readonly AnyService[]) => Promise<readonly Prepared[]>;
  readonly measure: Omit<MeasureContext, 'gate'>;
}

/** Measures every pair of the plan; the journal holds all that happened. Never throws Interrupted. */
export async function runMatrix(matrix: Matrix): Promise<AnalysedRun> {
  const { journal, measure } = matrix;
  const started = performance.now();
  let status: 'complete' | 'interrupted' = 'complete';
  try {
    for (const message of await measure.runtime.sweepLeftovers())
      journal.append({ type: 'notice', message });
    const built = await matrix.prepare(matrix.services);
    const sound = await verifyServices(built, matrix.verify, { ...measure, gate: () => null });
    journal.append({ type: 'measuring-started', expected_ms: matrix.expected_ms });
    const conduct = conductOf(matrix, sound);
    const rounds = await measureThroughput(conduct);
    await measureLatency(rounds, conduct);
    await measureSweep(rounds, conduct);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    status = 'interrupted';
  } finally {
    await measure.runtime.close();
  }
  journal.append({
    type: 'run-finished',
    status,
    finished_at: new Date().toISOString(),
    duration_ms: Math.round(performance.now() - started),
    host: readHostFacts(),
  });
  return analysedRun(journal.read());
}
