/** Where services are built and run: as processes or in containers. `--runtime auto` chooses. */
import { hasDockerfile } from '../../build/image/context.ts';
import { imageLacks } from '../../build/image/image-lacks.ts';
import type { BuiltService, Prepared } from '../../build/built-service.ts';
import type { BuildFact } from '../../build/facts.ts';
import { EngineFault } from '../../host/docker/engine-fault.ts';
import type { Engine } from '../../host/docker/engine.ts';
import { isExternal, isFolder } from '../../plan/external-server.ts';
import type { AnyService } from '../../plan/external-server.ts';
import type { Service } from '../../plan/manifest.ts';
import type { Machine } from '../../plan/plan.ts';
import { shownNames } from '../../plan/service-key.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Session } from '../session.ts';
import { refuseLoopback } from './loopback.ts';
import { processPlatform } from './process-platform.ts';

export const RUNTIMES = ['auto', 'process', 'docker'] as const;

export interface Platform {
  readonly runtime: Runtime;
  /** Which runtime, and why: one line. */
  readonly about: string;
  /** Options that a resumed run must share, by name. */
  readonly options: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** What a reader of the result should know. */
  readonly notices: readonly string[];
  /** The services that can be started or already run; the others have been emitted with the reason. */
  prepare(
    services: readonly AnyService[],
    emit: (fact: BuildFact) => void,
  ): Promise<readonly Prepared[]>;
}

/** The same for services that pairbench builds, which is all that the runtimes differ in. */
export interface BuildingPlatform extends Omit<Platform, 'prepare'> {
  prepare(
    services: readonly Service[],
    emit: (fact: BuildFact) => void,
  ): Promise<readonly BuiltService[]>;
}

export interface PlatformUse {
  /** Marks all that is made in an engine. */
  readonly run: string;
  /** Something that comes to light later on. */
  readonly onNotice: (message: string) => void;
}

type Choice =
  | { readonly kind: 'docker'; readonly engine: Engine }
  | { readonly kind: 'process'; readonly why: string };

/** What talks to an engine takes long to load: only where one may be used. */
async function askEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  return (await import('../../host/docker/engine.ts')).connectEngine(env);
}

/** Null: each can have one. */
function whyNoImages(services: readonly Service[]): string | null {
  const shown = shownNames(services);
  const bare = services.filter((service) => !hasDockerfile(service));
  const names = bare.map(({ kind, name }) => shown(kind, name));
  if (bare.length > 0) return `no Dockerfile: ${names.join(', ')}`;
  const reasons = services.flatMap((service) => {
    const reason = imageLacks(service);
    return reason === null ? [] : [`${shown(service.kind, service.name)}: ${reason}`];
  });
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** Containers need an engine and a Dockerfile for each service. */
async function automatic(services: readonly Service[], env: NodeJS.ProcessEnv): Promise<Choice> {
  try {
    const engine = await askEngine(env);
    const why = whyNoImages(services);
    return why === null ? { kind: 'docker', engine } : { kind: 'process', why };
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error;
    return { kind: 'process', why: error.message };
  }
}

async function choose(
  session: Session,
  services: readonly Service[],
  use: PlatformUse,
): Promise<BuildingPlatform> {
  const { env } = session.terminal;
  const asked = session.values.choice('runtime', RUNTIMES) ?? 'auto';
  const choice: Choice =
    asked === 'auto'
      ? await automatic(services, env)
      : asked === 'docker'
        ? { kind: 'docker', engine: await askEngine(env) }
        : { kind: 'process', why: 'as asked' };
  if (choice.kind === 'process') return processPlatform(session, choice.why);
  const { dockerPlatform } = await import('./docker-platform.ts');
  return dockerPlatform(session, choice.engine, use);
}

/** Throws an EngineFault when docker is asked for and cannot be used. */
export async function choosePlatform(
  session: Session,
  services: readonly AnyService[],
  use: PlatformUse,
): Promise<Platform> {
  const platform = await choose(session, services.filter(isFolder), use);
  const onBridge = session.values.text('docker-network') === 'bridge';
  if (platform.runtime.name === 'docker' && onBridge)
    await refuseLoopback(services.filter(isExternal));
  return {
    ...platform,
    prepare: async (wanted, emit) => [
      ...(await platform.prepare(wanted.filter(isFolder), emit)),
      ...wanted.filter(isExternal),
    ],
  };
}
