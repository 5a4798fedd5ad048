/** The container engine of this machine: how it is reached, and what it says of itself. */
import Docker from 'dockerode';
import semver from 'semver';
import { z } from 'zod';
import { errorText } from '../user-error.ts';
import { engineAddress, UNIX } from './engine-address.ts';
import { EngineFault } from './engine-fault.ts';

/** 20.10: the first with cgroup v2 and one-shot statistics. */
const OLDEST_API = '1.41';
/** For an engine to show that it is there. */
const PING_LIMIT_MS = 3000;
/** For its description; one that is busy takes its time. */
const FACTS_LIMIT_MS = 10_000;

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

function open(address: string, env: NodeJS.ProcessEnv): Docker {
  if (address.startsWith(UNIX)) return new Docker({ socketPath: address.slice(UNIX.length) });
  if (address !== env.DOCKER_HOST)
    throw new EngineFault(
      `the engine of the chosen docker context, ${address}, is not on this machine`,
      'choose a local one by "docker context use", or use --runtime process',
    );
  try {
    return new Docker(); // reads DOCKER_HOST and its certificates itself
  } catch (error) {
    throw new EngineFault(
      `DOCKER_HOST=${address} cannot be used: ${errorText(error)}`,
      'set it to unix://PATH or tcp://HOST:PORT, or use --runtime process',
    );
  }
}

function unreachable(address: string, error: unknown): EngineFault {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM')
    return new EngineFault(
      `you may not use the Docker engine at ${address}: permission denied`,
      'join its group (sudo usermod -aG docker $USER, then log in again), or use --runtime process',
    );
  const why = code ?? engineText(error);
  return new EngineFault(
    `no Docker engine answers at ${address} (${why})`,
    'start one (sudo systemctl start docker) or set DOCKER_HOST, or use --runtime process',
  );
}

/** The types of the client library lack the signal, without which a silent engine keeps Node from ending. */
interface Bounded {
  readonly abortSignal: AbortSignal;
}
type Asked = Record<'ping' | 'version' | 'info', (options: Bounded) => Promise<unknown>>;

async function ask(docker: Docker, what: keyof Asked, limit_ms: number): Promise<unknown> {
  const abortSignal = AbortSignal.timeout(limit_ms);
  try {
    return await (docker as Docker & Asked)[what]({ abortSignal });
  } catch (error) {
    if (!abortSignal.aborted) throw error;
    throw new Error(`silent for ${limit_ms / 1000} s`, { cause: error });
  }
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

const factsSchema = z.tuple([
  z.object({ Version: z.string(), ApiVersion: z.string() }),
  z.object({
    NCPU: z.int().positive(),
    MemTotal: z.int().positive(),
    CPUSet: z.boolean().optional(),
    CgroupVersion: z.string().optional(),
    OSType: z.string(),
  }),
]);

async function factsOf(docker: Docker, address: string): Promise<z.infer<typeof factsSchema>> {
  const asked = async (): Promise<unknown> => {
    await ask(docker, 'ping', PING_LIMIT_MS);
    return [
      await ask(docker, 'version', FACTS_LIMIT_MS),
      await ask(docker, 'info', FACTS_LIMIT_MS),
    ];
  };
  const facts = factsSchema.safeParse(
    await asked().catch((error: unknown) => {
      throw unreachable(address, error);
    }),
  );
  if (facts.success) return facts.data;
  throw unreachable(address, new Error('what answers is something else'));
}

/** Throws an EngineFault when there is none, it may not be used, or it is too old. */
export async function connectEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  const address = engineAddress(env);
  const docker = open(address, env);
  const [{ Version, ApiVersion }, info] = await factsOf(docker, address);
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
