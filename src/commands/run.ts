/** `run` and `single`: measures the chosen pairs and prints the result. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { brokenGate } from '../analyse/gates.ts';
import { findTool } from '../host/find-tool.ts';
import { readHostFacts, readNofileLimits } from '../host/machine.ts';
import { ownOwner } from '../host/owner.ts';
import { readTopology } from '../host/topology.ts';
import { EXIT } from '../host/user-error.ts';
import type { RunStarted } from '../journal/entries.ts';
import { Journal } from '../journal/journal.ts';
import { createRunFolder, newRunId } from '../journal/run-folder.ts';
import type { RunFolder } from '../journal/run-folder.ts';
import { runMatrix } from '../matrix.ts';
import type { Matrix } from '../matrix.ts';
import type { Plan } from '../plan/facts.ts';
import { makePlan } from '../plan/plan.ts';
import type { Machine } from '../plan/plan.ts';
import { selectPairs } from '../plan/select.ts';
import type { Pair } from '../plan/select.ts';
import { renderJson } from '../report/json.ts';
import { processRuntime } from '../runtime/process/process-runtime.ts';
import { renderDryRun } from './dry-run.ts';
import { exitCodeOf } from './exit-code.ts';
import { jsonTarget, printResult, refuseUnwritable } from './output.ts';
import { VERSION } from './package.ts';
import { requestOf, selectionOf } from './request.ts';
import { openProgress, prepareOptions, servicesOf } from './session.ts';
import type { Session } from './session.ts';
import { localPortRange, withTuning } from './tuning.ts';
import type { Tuning } from './tuning.ts';

function readMachine(session: Session): Machine {
  const [first, last] = (localPortRange(session) ?? '').split(' ').map(Number);
  return {
    topology: readTopology(),
    canPin: findTool('taskset') !== null,
    nofile_hard: readNofileLimits().hard,
    ephemeral_ports: first === undefined || last === undefined ? null : last - first + 1,
  };
}

function runStarted(run_id: string, plan: Plan, label: string | null): RunStarted {
  return {
    type: 'run-started',
    schema: 'pairbench.journal/1',
    run_id,
    label,
    started_at: new Date().toISOString(),
    tool_version: VERSION,
    runtime: processRuntime.name,
    owner: ownOwner(),
    host: readHostFacts(),
    plan,
  };
}

function assemble(
  session: Session,
  plan: Plan,
  pairs: readonly Pair[],
  files: RunFolder,
  journal: Journal,
): Matrix {
  const emit: Matrix['measure']['emit'] = (fact) => {
    journal.append(fact);
  };
  return {
    plan,
    services: [...new Set(pairs.flatMap(({ server, client }) => [server, client]))],
    verify: { vectors_file: session.vectors_file, cached: 'use' },
    journal,
    build: prepareOptions(session, (fact) => {
      journal.append(fact);
    }),
    measure: {
      runtime: processRuntime,
      settings: plan.settings,
      pinning: plan.pinning,
      logs: files.logs,
      gate: (window) => brokenGate(window, plan.settings),
      emit,
      signal: session.signal,
    },
  };
}

/** `pair` is empty for `run`. Gives the exit code; throws a UserError for wrong input. */
export async function run(session: Session, pair: readonly string[]): Promise<number> {
  const request = requestOf(session.values);
  const pairs = selectPairs(selectionOf(session.values, pair), servicesOf(session));
  const plan = makePlan(request, pairs, readMachine(session));
  if (session.values.switch('dry-run') === true) {
    session.terminal.stdout.write(renderDryRun(plan));
    return EXIT.ok;
  }
  refuseUnwritable(jsonTarget(session));
  return withTuning(session, (tuning) => measurePlan(session, plan, pairs, tuning));
}

/** The machine's facts are read after it was tuned, so the result shows what was measured with. */
async function measurePlan(
  session: Session,
  plan: Plan,
  pairs: readonly Pair[],
  tuning: Tuning,
): Promise<number> {
  const run_id = newRunId(new Date(), randomBytes(2).toString('hex'));
  const files = createRunFolder(session.results, run_id);
  const journal = Journal.create(files.journal);
  const progress = openProgress(session);
  journal.listen(progress.onEntry);
  try {
    journal.append(runStarted(run_id, plan, session.values.text('label') ?? null));
    tuning.tellTo((fact) => {
      journal.append(fact);
    });
    if (plan.pinning.note !== null) journal.append({ type: 'notice', message: plan.pinning.note });
    const result = await runMatrix(assemble(session, plan, pairs, files, journal));
    tuning.end();
    progress.stop();
    writeFileSync(files.result, renderJson(result));
    printResult(result, session);
    session.terminal.stderr.write(`result   ${path.relative(process.cwd(), files.result)}\n`);
    return exitCodeOf(journal.read(), result);
  } finally {
    tuning.end();
    progress.stop();
    journal.close();
  }
}
