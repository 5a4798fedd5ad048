/** Finds and removes what runs of pairbench have left in the engine: by label, never by name. */
import type { Engine } from './engine.ts';
import { engineStatus } from './engine.ts';
import {
  OWNER_CONTAINER_LABEL,
  OWNER_LABEL,
  ownContainer,
  ownerState,
  RUN_LABEL,
  SERVICE_LABEL,
} from './labels.ts';

const GONE = 404;
/** Of a container: somebody else is removing it. */
const BEING_REMOVED = 409;
/** Of a network: containers are in it. */
const IN_USE = 403;

/** How long the removal that somebody else has begun may take. */
const OTHERS_REMOVAL_LIMIT_MS = 10_000;

type Labels = Readonly<Record<string, string>>;

/** Null: it is done; else the status of the refusal, one of `expected`. */
async function refusal(removal: Promise<unknown>, expected: number[]): Promise<number | null> {
  try {
    await removal;
    return null;
  } catch (error) {
    const status = engineStatus(error);
    if (status === null || !expected.includes(status)) throw error;
    return status;
  }
}

/** With its anonymous volumes, which are its own. Its network is free of it afterwards. */
export async function removeContainer({ docker }: Engine, id: string): Promise<void> {
  const container = docker.getContainer(id);
  const removal = container.remove({ force: true, v: true });
  if ((await refusal(removal, [GONE, BEING_REMOVED])) !== BEING_REMOVED) return;
  const abortSignal = AbortSignal.timeout(OTHERS_REMOVAL_LIMIT_MS);
  await refusal(container.wait({ condition: 'removed', abortSignal }), [GONE]);
}

/** A container of somebody else that has joined it is left alone, and so is the network then. */
async function removeNetwork({ docker }: Engine, id: string): Promise<'removed' | 'in use'> {
  const refused = await refusal(docker.getNetwork(id).remove(), [GONE, IN_USE]);
  return refused === IN_USE ? 'in use' : 'removed';
}

async function containerRuns({ docker }: Engine, id: string): Promise<boolean> {
  try {
    return (await docker.getContainer(id).inspect()).State.Running;
  } catch (error) {
    if (engineStatus(error) === GONE) return false;
    throw error;
  }
}

async function isOrphan(engine: Engine, labels: Labels, self: string | null): Promise<boolean> {
  const mark = labels[OWNER_LABEL];
  if (mark === undefined) return false;
  const container = labels[OWNER_CONTAINER_LABEL];
  // In our own container pids say it; an engine that runs in there as well does not even know it.
  if (container !== undefined && container !== self)
    return !(await containerRuns(engine, container));
  return ownerState(mark, engine.address.startsWith('unix://')) === 'gone';
}

/**
 * Removes what belongs to runs whose tool is gone; one sentence for each thing. `self`: the container
 * that this process runs in.
 */
export async function sweepEngine(engine: Engine, self = ownContainer()): Promise<string[]> {
  const { docker } = engine;
  const filters = { label: [OWNER_LABEL] };
  const said: string[] = [];
  for (const { Id, Names, Labels } of await docker.listContainers({ all: true, filters }))
    if (await isOrphan(engine, Labels, self)) {
      await removeContainer(engine, Id);
      const name = Names[0]?.slice(1) ?? Id;
      said.push(
        `removed container ${name} (${Labels[SERVICE_LABEL] ?? '?'}), left behind by an earlier run`,
      );
    }
  for (const { Id, Name, Labels = {} } of await docker.listNetworks({ filters }))
    if (await isOrphan(engine, Labels, self)) {
      if ((await removeNetwork(engine, Id)) === 'in use') continue;
      said.push(`removed network ${Name}, left behind by an earlier run`);
    }
  return said;
}

/** Removes all containers and networks of one run, whatever they are doing. */
export async function removeRun(engine: Engine, run: string): Promise<void> {
  const { docker } = engine;
  const filters = { label: [`${RUN_LABEL}=${run}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => removeContainer(engine, Id)));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => removeNetwork(engine, Id)));
}
