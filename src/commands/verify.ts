/** `verify`: builds services and checks whether they keep the contract, without measuring. */
import path from 'node:path';
import { EXIT, UserError } from '../host/user-error.ts';
import { makeFolder } from '../host/folders.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { MeasureContext } from '../measure/context.ts';
import { verifyServices } from '../measure/verify-services.ts';
import { makePlan } from '../plan/plan.ts';
import { completeRequest } from '../plan/request.ts';
import { notBuiltOrStarted } from './exit-code.ts';
import type { Platform } from './platform/platform.ts';
import { chosen, onPlatform } from './prepare.ts';
import type { Session } from './session.ts';

/** Where services are verified: on whatever CPU is free, their logs in the cache. */
export function verifyContext(
  session: Session,
  { runtime, machine }: Platform,
  emit: (entry: JournalEntry) => void,
): MeasureContext {
  const logs = path.join(session.cache, 'verify-logs');
  makeFolder(logs);
  const request = completeRequest({ pin: 'none', workers: 1, threads: 1 }, 0);
  const { settings, pinning } = makePlan(request, [], null, machine);
  return { runtime, settings, pinning, logs, gate: () => null, emit, signal: session.signal };
}

export async function verify(session: Session, words: readonly string[]): Promise<number> {
  const services = chosen(session, words);
  return onPlatform(session, services, async (platform, built, emit) => {
    if (built.length === 0)
      throw new UserError('nothing could be built', '', EXIT.notBuiltOrStarted);
    let isLacking = built.length < services.length;
    const context = verifyContext(session, platform, (entry) => {
      isLacking ||= notBuiltOrStarted(entry) !== null;
      emit(entry);
    });
    const options = { vectors_file: session.vectors_file, cached: 'ignore' } as const;
    const sound = await verifyServices(built, options, context);
    session.terminal.stdout.write(
      `${sound.size} of ${services.length} services keep the contract\n`,
    );
    if (isLacking) return EXIT.notBuiltOrStarted;
    return sound.size === services.length ? EXIT.ok : EXIT.cellsNotValid;
  });
}
