/** Removes the images that pairbench has built; those of others, base images too, stay. */
import type { Engine } from './engine.ts';
import { engineStatus } from './engine.ts';
import { FINGERPRINT_LABEL } from './labels.ts';

/** One sentence for each; an image that a container uses stays. */
export async function removeImages({ docker }: Engine): Promise<string[]> {
  const said: string[] = [];
  const images = await docker.listImages({ filters: { label: [FINGERPRINT_LABEL] } });
  for (const { Id, RepoTags } of images) {
    const name = RepoTags?.[0] ?? Id;
    try {
      await docker.getImage(Id).remove({ noprune: true });
      said.push(`removed image ${name}`);
    } catch (error) {
      if (engineStatus(error) !== 409) throw error;
      said.push(`image ${name} is in use and stays`);
    }
  }
  return said;
}
