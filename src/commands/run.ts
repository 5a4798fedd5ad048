/** `run`, `single`, `vary` and `sweep`: measures the chosen pairs and prints the result. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { usingCache } from '../build/cache-use.ts';
import type { JournalListener } from '../journal/journal.ts';
import { makeResultsFolder, newRunId } from '../journal/run-folder.ts';
import { lockResults } from '../journal/run-lock.ts';
import { Interrupted } from '../host/interrupted.ts';
import { EXIT } from '../host/user-error.ts';
import { runMatrix } from '../matrix.ts';
import type { Matrix } from '../matrix.ts';
import { renderAnnotations } from '../report/annotations.ts';
import { EXPORTS } from '../report/exports.ts';
import { markdownSections } from '../report/markdown/report.ts';
import type { Reported } from '../report/reported.ts';
import { baselineOf } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import { beginRun, runStarted } from './begin-run.ts';
import type { OpenRun } from './begin-run.ts';
import { tellCi } from './ci.ts';
import { comparisonExitCode } from './compare.ts';
import { renderDryRun } from './dry-run.ts';
import { exitCodeOf } from './exit-code.ts';
import { unlessDiskFull, whereRoom } from './full-disk.ts';
import { exportTargets, show, writeRunFiles } from './output.ts';
import type { Target } from './output.ts';
import { shownRun } from './report.ts';
import { goneServices } from './resume/differences.ts';
import { resumeCommand } from './resume/resume-command.ts';
import { resumeRun } from './resume/resume-run.ts';
import { storedOptions } from './resume/stored-options.ts';
import { readStoredRun, refuseDifferences, storedRun } from './resume/stored-run.ts';
import type { StoredRun } from './resume/stored-run.ts';
import { writeComparison } from './stored-runs.ts';
import type { PairWords } from './pairs.ts';
import { planRun } from './run-plan.ts';
import type { RunPlan } from './run-plan.ts';
import { openProgress, servicesOf } from './session.ts';
import type { Session } from './session.ts';
import { withTuning } from './tuning.ts';
import type { Tuning } from './tuning.ts';

function assemble(session: Session, planned: RunPlan, run: OpenRun): Matrix {
  const { platform, plan, services } = planned;
  return {
    plan,
    services,
    overhead: platform.machine.overhead,
    blocks: run.blocks,
    expected_ms: run.expected_ms,
    verify: { vectors_file: session.vectors_file, cached: 'use' },
    journal: run.journal,
    prepare: run.prepare,
    measure: {
      runtime: whereRoom(platform.runtime),
      settings: plan.settings,
      pinning: plan.pinning,
      logs: run.files.logs,
      emit: unlessDiskFull(run.files.logs, run.emit),
      signal: session.signal,
    },
  };
}

function sayHowToResume(
  session: Session,
  words: PairWords,
  { files }: Pick<OpenRun, 'files'>,
): void {
  session.terminal.stderr.write(`resume   ${resumeCommand(session, words, files)}\n`);
}

/** Throws a UserError, Interrupted. */
async function open(
  session: Session,
  words: PairWords,
  stored: StoredRun | null,
  planned: RunPlan,
  listener: JournalListener,
): Promise<OpenRun> {
  if (stored === null) return beginRun(session, planned, listener);
  try {
    // Read again, now that it is locked: it may have gone on meanwhile.
    return await resumeRun(readStoredRun(stored.files), planned, listener);
  } catch (error) {
    if (error instanceof Interrupted) sayHowToResume(session, words, stored);
    throw error;
  }
}

interface Asked {
  readonly session: Session;
  readonly words: PairWords;
  readonly stored: StoredRun | null;
  readonly planned: RunPlan;
  readonly targets: readonly Target<Reported>[];
  readonly baseline: Baseline | null;
}

/** The kernel is tuned by now, so the journal's facts of the machine are those that are measured with. */
async function measureRun(
  { session, words, stored, planned, targets, baseline }: Asked,
  tuning: Tuning,
): Promise<number> {
  baseline?.refuseUnlike(runStarted(planned, null));
  const progress = openProgress(session, planned.services);
  session.beforeEndingAtOnce(planned.platform.runtime.killAll);
  let opened: OpenRun | null = null;
  try {
    opened = await open(session, words, stored, planned, progress.onEntry);
    tuning.tellTo(opened.emit);
    const run = await runMatrix(assemble(session, planned, opened));
    tuning.end();
    progress.stop();
    const comparison =
      run.result.status === 'complete' ? (baseline?.compareWith(run) ?? null) : null;
    if (comparison !== null) writeComparison(opened.files, comparison);
    const reported = { result: run.result, plots: run.plots, comparison };
    const written = await writeRunFiles(opened.files, reported);
    await show(shownRun(reported, session), targets, session);
    tellCi(markdownSections(reported), renderAnnotations(reported), session.terminal);
    session.terminal.stderr.write(
      `result   ${path.relative(process.cwd(), opened.files.folder)}: ${written.join(', ')}; what the services printed: logs/\n`,
    );
    if (run.result.status === 'interrupted') sayHowToResume(session, words, opened);
    const own = exitCodeOf(opened.journal.read(), run.result);
    return own === EXIT.ok && comparison !== null ? comparisonExitCode(comparison) : own;
  } finally {
    tuning.end();
    progress.stop();
    opened?.journal.close();
  }
}

/** A sweep goes on as one, by whatever verb. */
function resumedAs(stored: StoredRun | null, asked: PairWords): PairWords {
  return stored?.started.plan.sweep === undefined ? asked : { ...asked, verb: 'sweep' };
}

/** Gives the exit code; throws a UserError for wrong input. */
export async function run(given: Session, asked: PairWords): Promise<number> {
  const stored = storedRun(given);
  const words = resumedAs(stored, asked);
  const session =
    stored === null ? given : { ...given, values: given.values.over(storedOptions(stored)) };
  if (stored !== null) refuseDifferences(stored, goneServices(stored.started, servicesOf(session)));
  const run_id = stored?.started.run_id ?? newRunId(new Date(), randomBytes(2).toString('hex'));
  const targets = exportTargets(EXPORTS, session);
  const baseline = words.verb === 'sweep' ? null : baselineOf(session);
  const planned = await planRun(session, words, run_id);
  if (session.values.switch('dry-run') === true) {
    session.terminal.stdout.write(renderDryRun(planned.plan, planned.platform.about));
    return EXIT.ok;
  }
  const results = stored === null ? session.results : path.dirname(stored.files.folder);
  makeResultsFolder(results);
  const unlock = lockResults(results);
  try {
    return await usingCache(session.cache, () =>
      withTuning(session, (tuning) =>
        measureRun({ session, words, stored, planned, targets, baseline }, tuning),
      ),
    );
  } finally {
    unlock();
  }
}
