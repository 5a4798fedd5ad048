/** `build` and `verify`: the first stages of a run by themselves. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { makeFolder } from '../host/folders.ts';
import type { Prepared } from '../build/built-service.ts';
import { usingCache } from '../build/cache-use.ts';
import { EXIT, UserError } from '../host/user-error.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { MeasureContext } from '../measure/context.ts';
import { verifyServices } from '../measure/verify-services.ts';
import type { Service } from '../plan/manifest.ts';
import { makePlan } from '../plan/plan.ts';
import { completeRequest } from '../plan/request.ts';
import { selectServices, VARIANTS } from '../plan/select.ts';
import { choosePlatform } from './platform/platform.ts';
import type { Platform } from './platform/platform.ts';
import { openProgress, servicesOf } from './session.ts';
import type { Session } from './session.ts';

/** All services that the words name; without words the default ones. */
function chosen(session: Session, words: readonly string[]): Service[] {
  const variants = session.values.choice('variants', VARIANTS);
  return selectServices(words, servicesOf(session), variants);
}

/** What both verbs do first, and what they leave behind: nothing. */
async function onPlatform(
  session: Session,
  services: readonly Service[],
  work: (
    platform: Platform,
    built: readonly Prepared[],
    emit: (entry: JournalEntry) => void,
  ) => Promise<number>,
): Promise<number> {
  const progress = openProgress(session, services);
  const emit = progress.onEntry;
  const notice = (message: string): void => {
    emit({ type: 'notice', message });
  };
  const run = randomBytes(6).toString('hex');
  try {
    const platform = await choosePlatform(session, services, { run, onNotice: notice });
    session.beforeEndingAtOnce(platform.runtime.killAll);
    notice(`runtime: ${platform.about}`);
    try {
      (await platform.runtime.sweepLeftovers()).forEach(notice);
      return await usingCache(session.cache, async () =>
        work(platform, await platform.prepare(services, emit), emit),
      );
    } finally {
      await platform.runtime.close();
    }
  } finally {
    progress.stop();
  }
}

export async function build(session: Session, words: readonly string[]): Promise<number> {
  const services = chosen(session, words);
  return onPlatform(session, services, (_, built) => {
    session.terminal.stdout.write(`${built.length} of ${services.length} services are built\n`);
    return Promise.resolve(built.length === services.length ? EXIT.ok : EXIT.notBuiltOrStarted);
  });
}

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
    const context = verifyContext(session, platform, emit);
    const options = { vectors_file: session.vectors_file, cached: 'ignore' } as const;
    const sound = await verifyServices(built, options, context);
    session.terminal.stdout.write(
      `${sound.size} of ${services.length} services keep the contract\n`,
    );
    if (built.length < services.length) return EXIT.notBuiltOrStarted;
    return sound.size === services.length ? EXIT.ok : EXIT.cellsNotValid;
  });
}
