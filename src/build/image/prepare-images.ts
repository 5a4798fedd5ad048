/** The build stage of the docker runtime: an image for each service that has a Dockerfile. */
import type { Service } from '../../plan/manifest.ts';
import { buildSeveral } from '../build-several.ts';
import type { BuiltService } from '../built-service.ts';
import { buildImage } from './build-image.ts';
import type { ImageOptions } from './build-image.ts';
import { DOCKERFILE, hasDockerfile } from './context.ts';

/** The services that can be started; the others have been emitted with the reason. */
export function prepareImages(
  services: readonly Service[],
  options: ImageOptions,
): Promise<BuiltService[]> {
  for (const service of services)
    if (!hasDockerfile(service))
      options.emit({
        type: 'service-skipped',
        kind: service.kind,
        service: service.name,
        reason: `its folder has no ${DOCKERFILE}`,
        remedy: 'write one, see services/README.md, or use --runtime process',
      });
  return buildSeveral(services.filter(hasDockerfile), options.signal, (service, signal) =>
    buildImage(service, { ...options, signal }),
  );
}
