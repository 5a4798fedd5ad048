/** `clean`: removes what runs have left behind, and with `--builds` all that could be built again. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { connectEngine } from '../host/docker/engine.ts';
import type { Engine } from '../host/docker/engine.ts';
import { EngineFault } from '../host/docker/engine-fault.ts';
import { removeImages } from '../host/docker/images.ts';
import { sweepEngine } from '../host/docker/leftovers.ts';
import { removeLockOfDead } from '../host/lock-file.ts';
import { EXIT } from '../host/user-error.ts';
import { lockFileOf } from '../journal/run-lock.ts';
import { openProcessRuntime } from '../runtime/process/process-runtime.ts';
import type { Session } from './session.ts';
import { putBackLeftovers } from './tuning.ts';

/** Null, and a sentence on why, where no engine can be asked. */
async function engineOf(env: NodeJS.ProcessEnv): Promise<Engine | string> {
  try {
    return await connectEngine(env);
  } catch (error) {
    if (error instanceof EngineFault) return `containers were not looked for: ${error.message}`;
    throw error;
  }
}

/** Locks of processes that have died; the living keep theirs. */
function removeLocks(files: readonly string[]): string[] {
  return files.filter(removeLockOfDead).map((file) => `removed the lock ${file} of a dead process`);
}

function buildLocks(cache: string): string[] {
  const builds = path.join(cache, 'builds');
  if (!existsSync(builds)) return [];
  return readdirSync(builds, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.split(path.sep).length === 2 && file.endsWith('.lock'))
    .map((file) => path.join(builds, file));
}

/** Folders of the cache that only builds write. */
function removeBuilds(cache: string): string[] {
  if (buildLocks(cache).length > 0) return ['builds are going on, so none was removed'];
  return ['builds', 'images', 'shared']
    .map((name) => path.join(cache, name))
    .filter((folder) => existsSync(folder))
    .map((folder) => {
      rmSync(folder, { recursive: true });
      return `removed ${folder}`;
    });
}

export async function clean(session: Session): Promise<number> {
  const engine = await engineOf(session.terminal.env);
  const kernel = putBackLeftovers(session);
  const said = [
    ...kernel.said,
    ...(await openProcessRuntime().sweepLeftovers()),
    ...(typeof engine === 'string' ? [engine] : await sweepEngine(engine)),
    ...removeLocks([lockFileOf(session.results), ...buildLocks(session.cache)]),
  ];
  if (session.values.switch('builds') === true) {
    if (typeof engine !== 'string') said.push(...(await removeImages(engine)));
    said.push(...removeBuilds(session.cache));
  }
  const lines = said.length === 0 ? ['nothing was left behind'] : said;
  session.terminal.stdout.write(`${lines.join('\n')}\n`);
  return kernel.isDone ? EXIT.ok : EXIT.toolFault;
}
