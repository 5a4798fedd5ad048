/** One side of a line while it is measured: a run of its own, with its journal, of a single pair. */
import path from 'node:path';
import { runStarted } from '../../src/commands/begin-run.ts';
import { readHostFacts } from '../../src/host/machine.ts';
import { Journal } from '../../src/journal/journal.ts';
import { createRunFolder } from '../../src/journal/run-folder.ts';
import { type Conduct, conductOf } from '../../src/passes/conduct.ts';
import { repeatDisturbed } from '../../src/passes/repeat-disturbed.ts';
import type { Plan } from '../../src/plan/facts.ts';
import type { Side } from '../line.ts';
import type { Site } from '../site.ts';
import { type Around, tunedAround } from './tuned.ts';

export interface SideRun {
  readonly side: Side;
  readonly conduct: Conduct;
  readonly journal: Journal;
  /** In what state of the kernel it is measured. */
  readonly around: Around;
  readonly started_ms: number;
}

/** In a folder of its own below `folder`, which exists. Throws a UserError. */
export function openSideRun(side: Side, plan: Plan, folder: string, site: Site): SideRun {
  const { platform, sound, signal, facts, cache } = site;
  const name = `side-${side.name.replaceAll(/[^a-z0-9]+/gi, '-')}`;
  const files = createRunFolder(folder, name);
  const journal = Journal.create(files.journal);
  const run_id = `${path.basename(folder)}-${name}`;
  journal.append(runStarted({ run_id, platform, plan, thresholds: [] }, side.name));
  for (const fact of facts)
    if ('service' in fact && [side.server, side.client].includes(fact.service))
      journal.append(fact);
  const conduct = conductOf(
    {
      plan,
      blocks: plan.blocks,
      journal,
      overhead: platform.machine.overhead,
      measure: {
        runtime: platform.runtime,
        pinning: plan.pinning,
        logs: files.logs,
        emit: (entry) => {
          journal.append(entry);
        },
        signal,
      },
    },
    sound,
  );
  const around = tunedAround(side.tuned ?? null, site.settings, cache);
  return { side, conduct, journal, around, started_ms: performance.now() };
}

/** Throws Interrupted. */
export async function measureRound(
  round: number,
  { conduct, journal, around }: SideRun,
): Promise<void> {
  const blocks = conduct.blocks.filter((block) => block.round === round);
  await around(async () => {
    for (const block of blocks) await conduct.measureBlock(block);
  });
  journal.append({ type: 'round-finished', pass: 'throughput', round });
}

/** What the machine has disturbed; `true`: there was something. Throws Interrupted. */
export async function measureAgain(round: number, { conduct, around }: SideRun): Promise<boolean> {
  return around(() => repeatDisturbed('throughput', round, conduct));
}

export function endSideRun(rounds: number, { journal, started_ms }: SideRun): void {
  journal.append({ type: 'rounds-ended', pass: 'throughput', rounds, reason: 'planned' });
  journal.append({
    type: 'run-finished',
    status: 'complete',
    finished_at: new Date().toISOString(),
    duration_ms: Math.round(performance.now() - started_ms),
    host: readHostFacts(),
  });
}
