/** Goes on with an interrupted run, if everything that decides its figures is as it was. */
import type { Prepared } from '../../build/built-service.ts';
import { ownOwner } from '../../host/owner.ts';
import type { JournalEntry } from '../../journal/entries.ts';
import { Journal } from '../../journal/journal.ts';
import type { JournalListener } from '../../journal/journal.ts';
import { expectedMs } from '../../plan/estimate.ts';
import { runStarted } from '../begin-run.ts';
import { unlessDiskFull } from '../full-disk.ts';
import type { OpenRun } from '../begin-run.ts';
import type { RunPlan } from '../run-plan.ts';
import { changedBuilds, changedConditions } from './differences.ts';
import { refuseDifferences } from './stored-run.ts';
import type { StoredRun } from './stored-run.ts';

/** What the killed run has left behind goes first: it may still be building. */
async function prepare(
  { platform, services }: RunPlan,
  emit: (entry: JournalEntry) => void,
): Promise<readonly Prepared[]> {
  for (const message of await platform.runtime.sweepLeftovers()) emit({ type: 'notice', message });
  return platform.prepare(services, emit);
}

/** Nothing is written before the builds have shown to be the same. Throws a UserError, Interrupted. */
export async function resumeRun(
  stored: StoredRun,
  planned: RunPlan,
  listener: JournalListener,
): Promise<OpenRun> {
  const { platform, plan, notices } = planned;
  refuseDifferences(stored, changedConditions(stored.started, runStarted(planned, null)));
  listener(stored.started);
  const facts: JournalEntry[] = [];
  const built = await prepare(
    planned,
    unlessDiskFull(stored.files.logs, (fact) => {
      facts.push(fact);
      listener(fact);
    }),
  );
  refuseDifferences(stored, changedBuilds(stored.entries, facts));
  const { kept_rounds, torn_bytes } = stored;
  const blocks = plan.blocks.filter(
    (block) => !kept_rounds.some(({ pass, round }) => pass === block.pass && round === block.round),
  );
  const journal = Journal.reopen(stored.files.journal);
  notices.listen((message) => {
    journal.append({ type: 'notice', message });
  });
  const resumed: JournalEntry = {
    type: 'run-resumed',
    resumed_at: new Date().toISOString(),
    owner: ownOwner(),
    kept_rounds: [...kept_rounds],
    thresholds: planned.thresholds.map(({ text }) => text),
  };
  journal.append(resumed);
  for (const fact of facts) journal.append(fact); // the listener has heard them
  listener(resumed);
  journal.listen(listener);
  if (torn_bytes > 0)
    notices.take(
      `the journal ended in half a line: ${torn_bytes} bytes were moved to journal.ndjson.torn`,
    );
  return {
    files: stored.files,
    journal,
    blocks,
    expected_ms: expectedMs(blocks, plan, platform.machine.overhead),
    emit: (entry) => {
      journal.append(entry);
    },
    prepare: () => Promise.resolve(built),
  };
}
