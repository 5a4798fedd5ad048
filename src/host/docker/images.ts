/** The images that pairbench builds: their names, and how they are removed again. */
import type { Engine } from './engine.ts';
import { engineStatus } from './engine.ts';
import { FINGERPRINT_LABEL } from './labels.ts';

const PREFIX = 'pairbench-';

/** `kind`: server or client. */
export function imageName(kind: string, service: string, fingerprint: string): string {
  return `${PREFIX}${kind}-${service}:${fingerprint}`;
}

/**
 * One sentence for each; one that a container uses stays. An image has the labels of the one it was made
 * from, so the label alone does not tell ours from one that somebody has based on it.
 */
export async function removeImages({ docker }: Engine): Promise<string[]> {
  const said: string[] = [];
  const filters = { label: [FINGERPRINT_LABEL] };
  for (const { RepoTags, Labels } of await docker.listImages({ filters })) {
    const own = (RepoTags ?? []).filter(
      (name) => name.startsWith(PREFIX) && name.endsWith(`:${Labels[FINGERPRINT_LABEL] ?? ''}`),
    );
    for (const name of own) said.push(await removeImage({ docker }, name));
  }
  return said;
}

async function removeImage({ docker }: Pick<Engine, 'docker'>, name: string): Promise<string> {
  try {
    await docker.getImage(name).remove({ noprune: true });
    return `removed image ${name}`;
  } catch (error) {
    const status = engineStatus(error);
    if (status === 404) return `image ${name} was removed by somebody else`;
    if (status === 409) return `image ${name} is in use and stays`;
    throw error;
  }
}
