/** `run` and `single`: measures the chosen pairs and prints the result. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { brokenGate } from '../analyse/gates.ts';
import { readHostFacts } from '../host/machine.ts';
import { ownOwner } from '../host/owner.ts';
import { EXIT } from '../host/user-error.ts';
import type { RunStarted } from '../journal/entries.ts';
import { Journal } from '../journal/journal.ts';
import { createRunFolder, newRunId } from '../journal/run-folder.ts';
import type { RunFolder } from '../journal/run-folder.ts';
import { runMatrix } from '../matrix.ts';
import type { Matrix } from '../matrix.ts';
import type { Plan } from '../plan/facts.ts';
import type { AnyService } from '../plan/external-server.ts';
import { makePlan } from '../plan/plan.ts';
import type { Pair } from '../plan/select.ts';
import { renderJson } from '../report/json.ts';
import { renderDryRun } from './dry-run.ts';
import { exitCodeOf } from './exit-code.ts';
import { jsonTarget, printResult, refuseUnwritable } from './output.ts';
import { VERSION } from './package.ts';
import { pairsOf } from './pairs.ts';
import { requestOf } from './request.ts';
import { choosePlatform } from './platform/platform.ts';
import type { Platform } from './platform/platform.ts';
import { openProgress } from './session.ts';
import type { Session } from './session.ts';

function servicesIn(pairs: readonly Pair[]): AnyService[] {
  return [...new Set(pairs.flatMap(({ server, client }) => [server, client]))];
}

function runStarted(
  run_id: string,
  { runtime, about }: Platform,
  plan: Plan,
  label: string | null,
): RunStarted {
  return {
    type: 'run-started',
    schema: 'pairbench.journal/1',
    run_id,
    label,
    started_at: new Date().toISOString(),
    tool_version: VERSION,
    runtime: runtime.name,
    runtime_about: about,
    owner: ownOwner(),
    host: readHostFacts(),
    plan,
  };
}

function assemble(
  session: Session,
  platform: Platform,
  plan: Plan,
  pairs: readonly Pair[],
  files: RunFolder,
  journal: Journal,
): Matrix {
  return {
    plan,
    services: servicesIn(pairs),
    verify: { vectors_file: session.vectors_file, cached: 'use' },
    journal,
    prepare: (services) =>
      platform.prepare(services, (fact) => {
        journal.append(fact);
      }),
    measure: {
      runtime: platform.runtime,
      settings: plan.settings,
      pinning: plan.pinning,
      logs: files.logs,
      gate: (window) => brokenGate(window, plan.settings),
      emit: (fact) => {
        journal.append(fact);
      },
      signal: session.signal,
    },
  };
}

/** Known before the first step, or coming to light on the way. */
class Notices {
  #journal: Journal | null = null;

  readonly take = (message: string): void => {
    this.#journal?.append({ type: 'notice', message });
  };

  open(journal: Journal, known: readonly (string | null)[]): void {
    this.#journal = journal;
    for (const message of known) if (message !== null) this.take(message);
  }
}

/** `pair` is empty for `run`. Gives the exit code; throws a UserError for wrong input. */
export async function run(session: Session, pair: readonly string[]): Promise<number> {
  const request = requestOf(session.values);
  const pairs = pairsOf(session, pair);
  const run_id = newRunId(new Date(), randomBytes(2).toString('hex'));
  const notices = new Notices();
  const use = { run: run_id, onNotice: notices.take };
  const platform = await choosePlatform(session, servicesIn(pairs), use);
  const plan = makePlan(request, pairs, platform.machine);
  if (session.values.switch('dry-run') === true) {
    session.terminal.stdout.write(renderDryRun(plan, platform.about));
    return EXIT.ok;
  }
  refuseUnwritable(jsonTarget(session));
  const files = createRunFolder(session.results, run_id);
  const journal = Journal.create(files.journal);
  const progress = openProgress(session);
  journal.listen(progress.onEntry);
  session.beforeEndingAtOnce(platform.runtime.killAll);
  try {
    journal.append(runStarted(run_id, platform, plan, session.values.text('label') ?? null));
    notices.open(journal, [plan.pinning.note, ...platform.notices]);
    const result = await runMatrix(assemble(session, platform, plan, pairs, files, journal));
    progress.stop();
    writeFileSync(files.result, renderJson(result));
    printResult(result, session);
    session.terminal.stderr.write(`result   ${path.relative(process.cwd(), files.result)}\n`);
    return exitCodeOf(journal.read(), result);
  } finally {
    progress.stop();
    journal.close();
  }
}
