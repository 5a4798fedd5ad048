/** What the passes of a run share while they are measured. */
import type { BuiltService } from '../build/built-service.ts';
import { repeatAtOnce } from '../analyse/selection/repeats.ts';
import { WindowRecord } from '../analyse/selection/window-record.ts';
import { countingEntries } from '../journal/rounds.ts';
import { expectedMs } from '../plan/estimate.ts';
import type { Overhead } from '../plan/estimate.ts';
import type { Journal } from '../journal/journal.ts';
import type { MeasureContext } from '../measure/context.ts';
import type { KnownServer } from '../measure/external/attach.ts';
import type { Block, Pass, Plan } from '../plan/facts.ts';

export interface Conduct {
  readonly plan: Plan;
  /** Those that are still to be measured. */
  readonly blocks: readonly Block[];
  readonly services: ReadonlyMap<string, BuiltService | KnownServer>;
  readonly journal: Journal;
  /** Hears of every window as soon as it is in the journal. */
  readonly record: WindowRecord;
  readonly measure: MeasureContext;
  /** Since measuring began. */
  readonly elapsed_ms: () => number;
  /** Expected time of blocks of this plan. */
  readonly expectedMs: (blocks: readonly Block[]) => number;
}

/** A pass that has rounds; reference windows belong to those of the throughput. */
export type MeasuredPass = Exclude<Pass, 'control'>;

export function belongsTo(pass: MeasuredPass, block: Block): boolean {
  return block.pass === pass || (pass === 'throughput' && block.pass === 'control');
}

interface Measuring extends Pick<Conduct, 'plan' | 'blocks' | 'journal'> {
  readonly overhead: Overhead;
  readonly measure: Omit<MeasureContext, 'gate'>;
}

/** From here on the record hears of each window. */
export function conductOf(
  { plan, blocks, journal, overhead, measure }: Measuring,
  services: Conduct['services'],
): Conduct {
  const record = new WindowRecord(plan);
  for (const entry of countingEntries(journal.read())) record.take(entry);
  journal.listen((entry) => {
    record.take(entry);
  });
  const began_ms = performance.now();
  return {
    plan,
    blocks,
    services,
    journal,
    record,
    measure: { ...measure, gate: (place) => repeatAtOnce(record, place) },
    elapsed_ms: () => performance.now() - began_ms,
    expectedMs: (some) => expectedMs(some, plan, overhead),
  };
}
