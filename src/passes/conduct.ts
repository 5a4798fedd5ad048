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
import { measureBlock } from '../measure/measure-block.ts';
import type { Block, Pass, Plan } from '../plan/facts.ts';
import { settingsOfPass } from '../plan/pass-settings.ts';

export interface Conduct {
  readonly plan: Plan;
  /** Those that are still to be measured. */
  readonly blocks: readonly Block[];
  readonly journal: Pick<Journal, 'append'>;
  /** Hears of every window as soon as it is in the journal. */
  readonly record: WindowRecord;
  /** With the settings of its pass; what happens goes into the journal. Throws Interrupted. */
  readonly measureBlock: (block: Block) => Promise<void>;
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

interface Measuring extends Pick<Conduct, 'plan' | 'blocks'> {
  readonly journal: Journal;
  readonly overhead: Overhead;
  readonly measure: Omit<MeasureContext, 'gate' | 'settings'>;
}

/** From here on the record hears of each window. */
export function conductOf(
  { plan, blocks, journal, overhead, measure }: Measuring,
  services: ReadonlyMap<string, BuiltService | KnownServer>,
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
    journal,
    record,
    measureBlock: (block) =>
      measureBlock(block, services, {
        ...measure,
        // A server is started for the largest load of its block.
        settings: settingsOfPass(block.pass, plan, record.rate_per_s),
        settingsOf: (place) => record.settingsOf(place),
        gate: (place) => repeatAtOnce(record, place),
      }),
    elapsed_ms: () => performance.now() - began_ms,
    expectedMs: (some) => expectedMs(some, plan, overhead),
  };
}
