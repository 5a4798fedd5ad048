/** The container engine of this machine: how it is reached, and what it says of itself. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import semver from 'semver';
import { z } from 'zod';
import { errorText, EXIT, UserError } from '../user-error.ts';

/** 20.10: the first with cgroup v2 and one-shot statistics. */
const OLDEST_API = '1.41';
const ANSWER_LIMIT_MS = 3000;
const DEFAULT_ADDRESS = 'unix:///var/run/docker.sock';

export interface Engine {
  readonly docker: Docker;
  /** As `DOCKER_HOST` has it. */
  readonly address: string;
  readonly version: string;
  readonly api_version: string;
  readonly cpus: number;
  readonly memory_bytes: number;
  /** Whether it can give a container a CPU set. */
  readonly can_pin: boolean;
  readonly cgroup_version: string;
}

/** Its engine cannot be used; the hint says what to do. Exit code 3. */
export class EngineFault extends UserError {
  constructor(message: string, hint: string) {
    super(message, hint, EXIT.notBuiltOrStarted);
  }
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

/** What `docker context use` has chosen, which is how rootless engines are set up; null: nothing. */
function contextAddress(env: NodeJS.ProcessEnv): string | null {
  const folder = env.DOCKER_CONFIG ?? path.join(os.homedir(), '.docker');
  const config = configSchema.safeParse(readJson(path.join(folder, 'config.json')));
  if (!config.success || config.data.currentContext === 'default') return null;
  const id = createHash('sha256').update(config.data.currentContext).digest('hex');
  const meta = path.join(folder, 'contexts', 'meta', id, 'meta.json');
  const context = contextSchema.safeParse(readJson(meta));
  return context.success ? context.data.Endpoints.docker.Host : null;
}

function open(address: string, env: NodeJS.ProcessEnv): Docker {
  if (address.startsWith('unix://')) return new Docker({ socketPath: address.slice(7) });
  if (env.DOCKER_HOST === undefined)
    throw new EngineFault(
      `the engine of the chosen docker context, ${address}, is not on this machine`,
      'choose a local one by "docker context use", or use --runtime process',
    );
  return new Docker(); // reads DOCKER_HOST and its certificates itself
}

function unreachable(address: string, error: unknown): EngineFault {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM')
    return new EngineFault(
      `you may not use the Docker engine at ${address}: permission denied`,
      'join its group (sudo usermod -aG docker $USER, then log in again), or use --runtime process',
    );
  const why = code ?? errorText(error);
  return new EngineFault(
    `no Docker engine answers at ${address} (${why})`,
    'start one (sudo systemctl start docker) or set DOCKER_HOST, or use --runtime process',
  );
}

async function silence(): Promise<never> {
  await delay(ANSWER_LIMIT_MS, undefined, { ref: false });
  throw new Error(`silent for ${ANSWER_LIMIT_MS / 1000} s`);
}

function refuseUnfit(address: string, api_version: string, os_type: string): void {
  const api = semver.coerce(api_version);
  if (api === null || semver.lt(api, `${OLDEST_API}.0`))
    throw new EngineFault(
      `the engine at ${address} speaks API ${api_version}, ${OLDEST_API} is needed`,
      'update Docker to 20.10 or newer, or use --runtime process',
    );
  if (os_type !== 'linux')
    throw new EngineFault(
      `the engine at ${address} runs ${os_type} containers`,
      'switch it to Linux containers, or use --runtime process',
    );
}

const infoSchema = z.object({
  NCPU: z.int().positive(),
  MemTotal: z.int().positive(),
  CPUSet: z.boolean().optional(),
  CgroupVersion: z.string().optional(),
  OSType: z.string(),
});

/** Throws an EngineFault when there is none, it may not be used, or it is too old. */
export async function connectEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  const address = env.DOCKER_HOST ?? contextAddress(env) ?? DEFAULT_ADDRESS;
  const docker = open(address, env);
  try {
    await Promise.race([docker.ping(), silence()]);
  } catch (error) {
    throw unreachable(address, error);
  }
  const { Version, ApiVersion } = await docker.version();
  const info = infoSchema.parse(await docker.info());
  refuseUnfit(address, ApiVersion, info.OSType);
  return {
    docker,
    address,
    version: Version,
    api_version: ApiVersion,
    cpus: info.NCPU,
    memory_bytes: info.MemTotal,
    can_pin: info.CPUSet === true,
    cgroup_version: info.CgroupVersion ?? '1',
  };
}

const answerSchema = z.object({ json: z.object({ message: z.string() }) });

/** What the engine said, without the wrapping of its client library. */
export function engineText(error: unknown): string {
  const answer = answerSchema.safeParse(error);
  return answer.success ? answer.data.json.message : errorText(error);
}

/** The HTTP status of the engine's refusal; null: it is something else. */
export function engineStatus(error: unknown): number | null {
  const status = z.object({ statusCode: z.int() }).safeParse(error);
  return status.success ? status.data.statusCode : null;
}
