/** Opens the journal of a new run. */
import { readHostFacts } from '../host/machine.ts';
import { ownOwner } from '../host/owner.ts';
import { Journal } from '../journal/journal.ts';
import type { JournalListener } from '../journal/journal.ts';
import { createRunFolder } from '../journal/run-folder.ts';
import type { RunFolder } from '../journal/run-folder.ts';
import type { JournalEntry, RunStarted } from '../journal/entries.ts';
import type { Matrix } from '../matrix.ts';
import { unlessDiskFull } from './full-disk.ts';
import { VERSION } from './package.ts';
import type { RunPlan } from './run-plan.ts';
import type { Session } from './session.ts';

/** A run whose journal is open. */
export interface OpenRun extends Pick<Matrix, 'journal' | 'blocks' | 'expected_ms' | 'prepare'> {
  readonly files: RunFolder;
  /** Appends to the journal. */
  readonly emit: (entry: JournalEntry) => void;
}

export function runStarted(
  {
    run_id,
    platform,
    plan,
    thresholds,
  }: Pick<RunPlan, 'run_id' | 'platform' | 'plan' | 'thresholds'>,
  label: string | null,
): RunStarted {
  return {
    type: 'run-started',
    schema: 'pairbench.journal/1',
    run_id,
    label,
    started_at: new Date().toISOString(),
    tool_version: VERSION,
    runtime: platform.runtime.name,
    runtime_about: platform.about,
    runtime_options: platform.options,
    owner: ownOwner(),
    host: readHostFacts(),
    plan,
    thresholds: thresholds.map(({ text }) => text),
  };
}

export function beginRun(session: Session, planned: RunPlan, listener: JournalListener): OpenRun {
  const { platform, plan, notes, notices } = planned;
  const files = createRunFolder(session.results, planned.run_id);
  const journal = Journal.create(files.journal);
  journal.listen(listener);
  const emit: OpenRun['emit'] = (entry) => {
    journal.append(entry);
  };
  notices.listen((message) => {
    emit({ type: 'notice', message });
  });
  journal.append(runStarted(planned, session.values.text('label') ?? null));
  for (const message of [...notes, ...platform.notices]) notices.take(message);
  return {
    files,
    journal,
    blocks: plan.blocks,
    expected_ms: plan.expected_ms,
    emit,
    prepare: (services) => platform.prepare(services, unlessDiskFull(files.logs, emit)),
  };
}
