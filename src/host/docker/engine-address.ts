/** Where the engine is: by the environment, else by the chosen docker context, else at its usual place. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { EngineFault } from './engine-fault.ts';

export const UNIX = 'unix://';
const USUAL = `${UNIX}/var/run/docker.sock`;

/** A variable that is empty is not set. */
function valueOf(variable: string | undefined): string | null {
  return variable === undefined || variable === '' ? null : variable;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // no such file: nothing has been configured
  }
}

const configSchema = z.object({ currentContext: z.string() });
const contextSchema = z.object({
  Endpoints: z.object({ docker: z.object({ Host: z.string() }) }),
});

/** What DOCKER_CONTEXT or `docker context use` has chosen, as rootless engines are set up; null: nothing. */
function contextAddress(env: NodeJS.ProcessEnv): string | null {
  const folder = valueOf(env.DOCKER_CONFIG) ?? path.join(os.homedir(), '.docker');
  const config = configSchema.safeParse(readJson(path.join(folder, 'config.json')));
  const inConfig = config.success ? config.data.currentContext : '';
  const name = valueOf(env.DOCKER_CONTEXT) ?? inConfig;
  if (name === '' || name === 'default') return null;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = path.join(folder, 'contexts', 'meta', id, 'meta.json');
  const context = contextSchema.safeParse(readJson(meta));
  if (context.success) return context.data.Endpoints.docker.Host;
  throw new EngineFault(
    `the chosen docker context "${name}" does not exist`,
    'choose another by "docker context use", or use --runtime process',
  );
}

/** As `DOCKER_HOST` has it. Throws an EngineFault for a context that does not exist. */
export function engineAddress(env: NodeJS.ProcessEnv): string {
  const given = valueOf(env.DOCKER_HOST) ?? contextAddress(env) ?? USUAL;
  return given === UNIX ? USUAL : given;
}
