/** The build stage: brings what is missing, builds what is out of date, leaves out what cannot be built. */
import type { Service } from '../plan/manifest.ts';
import { buildService } from './build-service.ts';
import { buildSeveral } from './build-several.ts';
import type { BuildOptions } from './build-service.ts';
import type { BuiltService } from './built-service.ts';
import type { BuildFact } from './facts.ts';
import { installCommand, installMissing, packagesFor } from './packages.ts';
import type { InstallPolicy } from './packages.ts';
import { findMissing } from './requirements.ts';
import type { Missing } from './requirements.ts';

export interface PrepareOptions extends BuildOptions {
  readonly policy: InstallPolicy;
}

function skipped(service: Service, missing: readonly Missing[], policy: InstallPolicy): BuildFact {
  const packages = packagesFor(missing);
  return {
    type: 'service-skipped',
    kind: service.kind,
    service: service.name,
    reason: missing.map(({ reason }) => reason).join('; '),
    remedy:
      packages.length > 0
        ? installCommand(packages, policy.isRoot)
        : 'install what is missing, see README.md',
  };
}

/** The services that can be started; the others have been emitted with the reason. */
export async function prepareServices(
  services: readonly Service[],
  options: PrepareOptions,
): Promise<BuiltService[]> {
  let missing = await findMissing(services);
  if (packagesFor(missing).length > 0) {
    await installMissing(missing, options.policy, options.emit);
    missing = await findMissing(services);
  }
  const lacking = (service: Service): Missing[] => missing.filter((one) => one.service === service);
  for (const service of services)
    if (lacking(service).length > 0)
      options.emit(skipped(service, lacking(service), options.policy));
  return buildSeveral(
    services.filter((service) => lacking(service).length === 0),
    options.signal,
    (service, signal) => buildService(service, { ...options, signal }),
  );
}
