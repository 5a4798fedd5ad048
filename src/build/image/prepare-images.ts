/** The build stage of the docker runtime: an image for each service that has a Dockerfile. */
import type { Service } from '../../plan/manifest.ts';
import { buildSeveral } from '../build-several.ts';
import type { BuiltService } from '../built-service.ts';
import { buildImage } from './build-image.ts';
import type { ImageOptions } from './build-image.ts';
import { hasDockerfile } from './context.ts';
import { imageLacks } from './image-lacks.ts';

function remedyFor(service: Service): string {
  const otherwise = 'see services/README.md, or use --runtime process';
  return hasDockerfile(service) ? otherwise : `write one, ${otherwise}`;
}

/** The services that can be started; the others have been emitted with the reason. */
export function prepareImages(
  services: readonly Service[],
  options: ImageOptions,
): Promise<BuiltService[]> {
  const possible = services.filter((service) => {
    const reason = imageLacks(service);
    if (reason === null) return true;
    const { kind, name } = service;
    const remedy = remedyFor(service);
    options.emit({ type: 'service-skipped', kind, service: name, reason, remedy });
    return false;
  });
  return buildSeveral(possible, options.signal, (service, signal) =>
    buildImage(service, { ...options, signal }),
  );
}
