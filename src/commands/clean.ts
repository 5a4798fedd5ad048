/** `clean`: removes what runs have left behind, and with `--builds` all that could be built again. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { whileNobodyUses } from '../build/cache-use.ts';
import { connectEngine } from '../host/docker/engine.ts';
import type { Engine } from '../host/docker/engine.ts';
import { EngineFault } from '../host/docker/engine-fault.ts';
import { removeImages } from '../host/docker/images.ts';
import { sweepEngine } from '../host/docker/leftovers.ts';
import { removeLockOfDead } from '../host/lock-file.ts';
import { errorText, EXIT, UserError } from '../host/user-error.ts';
import { lockFileOf } from '../journal/run-lock.ts';
import { SERVICE_KINDS } from '../plan/service-key.ts';
import { openProcessRuntime } from '../runtime/process/process-runtime.ts';
import type { Session } from './session.ts';
import { putBackLeftovers } from './tuning.ts';

/** Folders of the cache that are made again when they are needed. */
const BUILT = ['builds', 'images', 'shared', 'verify-logs'];

/** Where no engine can be asked, a sentence on why. */
async function engineOf(env: NodeJS.ProcessEnv): Promise<Engine | string> {
  try {
    return await connectEngine(env);
  } catch (error) {
    if (error instanceof EngineFault) return `containers were not looked for: ${error.message}`;
    throw error;
  }
}

function orRefuse<T>(file: string, remove: () => T): T {
  try {
    return remove();
  } catch (error) {
    throw new UserError(
      `${file} cannot be removed: ${errorText(error)}`,
      'remove it by hand, as a user who may',
    );
  }
}

/** Locks of processes that have died; the living keep theirs. */
function removeLocks(files: readonly string[]): string[] {
  return files
    .filter((file) => orRefuse(file, () => removeLockOfDead(file)))
    .map((file) => `removed the lock ${file} of a dead process`);
}

function buildLocks(cache: string): string[] {
  return SERVICE_KINDS.map((kind) => path.join(cache, 'builds', kind))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .flatMap((folder) => readdirSync(folder).map((file) => path.join(folder, file)))
    .filter((file) => file.endsWith('.lock'));
}

function removeBuilds(cache: string): string[] {
  return BUILT.map((name) => path.join(cache, name))
    .filter((folder) => existsSync(folder))
    .map((folder) => {
      orRefuse(folder, () => {
        rmSync(folder, { recursive: true });
      });
      return `removed ${folder}`;
    });
}

export async function clean(session: Session): Promise<number> {
  const { stdout, env } = session.terminal;
  const { cache } = session;
  const said: string[] = [];
  const say = (lines: readonly string[]): void => {
    for (const line of lines) stdout.write(`${line}\n`);
    said.push(...lines);
  };
  const kernel = putBackLeftovers(session);
  say(kernel.said);
  say(await openProcessRuntime().sweepLeftovers());
  const engine = await engineOf(env);
  say(typeof engine === 'string' ? [engine] : await sweepEngine(engine));
  say(removeLocks([lockFileOf(session.results), ...buildLocks(cache)]));
  if (session.values.switch('builds') === true && existsSync(cache))
    await whileNobodyUses(cache, async () => {
      if (typeof engine !== 'string') say(await removeImages(engine));
      say(removeBuilds(cache));
    });
  if (said.length === 0) say(['nothing was left behind']);
  return kernel.isDone ? EXIT.ok : EXIT.toolFault;
}
