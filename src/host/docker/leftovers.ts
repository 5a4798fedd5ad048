/** Finds and removes what runs of pairbench have left in the engine: by label, never by name. */
import type { Engine } from './engine.ts';
import { engineStatus } from './engine.ts';
import {
  OWNER_CONTAINER_LABEL,
  OWNER_LABEL,
  ownerState,
  RUN_LABEL,
  SERVICE_LABEL,
} from './labels.ts';

/** Gone already, or being removed by somebody else: both end in the same. */
const REMOVED_ANYWAY = [404, 409];

type Labels = Readonly<Record<string, string>>;

async function unlessRemoved(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!REMOVED_ANYWAY.includes(engineStatus(error) ?? 0)) throw error;
  }
}

/** With its anonymous volumes, which are its own. */
export function removeContainer({ docker }: Engine, id: string): Promise<void> {
  return unlessRemoved(docker.getContainer(id).remove({ force: true, v: true }));
}

async function containerRuns({ docker }: Engine, id: string): Promise<boolean> {
  try {
    return (await docker.getContainer(id).inspect()).State.Running;
  } catch (error) {
    if (engineStatus(error) === 404) return false;
    throw error;
  }
}

async function isOrphan(engine: Engine, labels: Labels): Promise<boolean> {
  const mark = labels[OWNER_LABEL];
  if (mark === undefined) return false;
  const container = labels[OWNER_CONTAINER_LABEL];
  if (container !== undefined) return !(await containerRuns(engine, container));
  return ownerState(mark, engine.address.startsWith('unix://')) === 'gone';
}

/** Removes what belongs to runs whose tool is gone; one sentence for each thing. */
export async function sweepEngine(engine: Engine): Promise<string[]> {
  const { docker } = engine;
  const filters = { label: [OWNER_LABEL] };
  const said: string[] = [];
  for (const { Id, Names, Labels } of await docker.listContainers({ all: true, filters }))
    if (await isOrphan(engine, Labels)) {
      await removeContainer(engine, Id);
      const name = Names[0]?.slice(1) ?? Id;
      said.push(
        `removed container ${name} (${Labels[SERVICE_LABEL] ?? '?'}), left behind by an earlier run`,
      );
    }
  for (const { Id, Name, Labels = {} } of await docker.listNetworks({ filters }))
    if (await isOrphan(engine, Labels)) {
      await unlessRemoved(docker.getNetwork(Id).remove());
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
  await Promise.all(networks.map(({ Id }) => unlessRemoved(docker.getNetwork(Id).remove())));
}
