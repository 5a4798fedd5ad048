/** `build` and `verify`: the first stages of a run by themselves. */
import path from 'node:path';
import { makeFolder } from '../host/folders.ts';
import type { BuiltService } from '../build/built-service.ts';
import { prepareServices } from '../build/prepare.ts';
import { EXIT, UserError } from '../host/user-error.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { MeasureContext } from '../measure/context.ts';
import { verifyServices } from '../measure/verify-services.ts';
import type { Service } from '../plan/manifest.ts';
import { makePlan } from '../plan/plan.ts';
import { completeRequest } from '../plan/request.ts';
import { selectServices } from '../plan/select.ts';
import { processRuntime } from '../runtime/process/process-runtime.ts';
import { openProgress, prepareOptions, servicesOf } from './session.ts';
import type { Session } from './session.ts';

/** All services that the words name; without words the default ones. */
function chosen(session: Session, words: readonly string[]): Service[] {
  return selectServices(words, servicesOf(session));
}

async function prepared(
  services: readonly Service[],
  session: Session,
  emit: (entry: JournalEntry) => void,
): Promise<BuiltService[]> {
  for (const message of await processRuntime.sweepLeftovers()) emit({ type: 'notice', message });
  return prepareServices(services, prepareOptions(session, emit));
}

export async function build(session: Session, words: readonly string[]): Promise<number> {
  const services = chosen(session, words);
  const progress = openProgress(session);
  try {
    const built = await prepared(services, session, progress.onEntry);
    progress.stop();
    session.terminal.stdout.write(`${built.length} of ${services.length} services are built\n`);
    return built.length === services.length ? EXIT.ok : EXIT.notBuiltOrStarted;
  } finally {
    progress.stop();
  }
}

function verifyContext(session: Session, emit: (entry: JournalEntry) => void): MeasureContext {
  const logs = path.join(session.cache, 'verify-logs');
  makeFolder(logs);
  const request = completeRequest({ pin: 'none', workers: 1, threads: 1 }, 0);
  const machine = { topology: [], canPin: false, nofile_hard: null, ephemeral_ports: null };
  return {
    runtime: processRuntime,
    settings: makePlan(request, [], machine).settings,
    pinning: { server: null, client: null, note: null },
    logs,
    gate: () => null,
    emit,
    signal: session.signal,
  };
}

export async function verify(session: Session, words: readonly string[]): Promise<number> {
  const services = chosen(session, words);
  const progress = openProgress(session);
  try {
    const built = await prepared(services, session, progress.onEntry);
    if (built.length === 0)
      throw new UserError('nothing could be built', '', EXIT.notBuiltOrStarted);
    const context = verifyContext(session, progress.onEntry);
    const options = { vectors_file: session.vectors_file, cached: 'ignore' } as const;
    const sound = await verifyServices(built, options, context);
    progress.stop();
    session.terminal.stdout.write(
      `${sound.size} of ${services.length} services keep the contract\n`,
    );
    if (built.length < services.length) return EXIT.notBuiltOrStarted;
    return sound.size === services.length ? EXIT.ok : EXIT.cellsNotValid;
  } finally {
    progress.stop();
  }
}
