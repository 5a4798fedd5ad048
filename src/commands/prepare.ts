/** `build`: the first stage of a run by itself; what it does before that, `verify` does, too. */
import { randomBytes } from 'node:crypto';
import type { Prepared } from '../build/built-service.ts';
import { usingCache } from '../build/cache-use.ts';
import { EXIT } from '../host/user-error.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { Service } from '../plan/manifest.ts';
import { selectServices, VARIANTS } from '../plan/select.ts';
import { choosePlatform } from './platform/platform.ts';
import type { Platform } from './platform/platform.ts';
import { openProgress, servicesOf } from './session.ts';
import type { Session } from './session.ts';

/** All services that the words name; without words the default ones. */
export function chosen(session: Session, words: readonly string[]): Service[] {
  const variants = session.values.choice('variants', VARIANTS);
  return selectServices(words, servicesOf(session), variants);
}

/** What both verbs do first, and what they leave behind: nothing. */
export async function onPlatform(
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
