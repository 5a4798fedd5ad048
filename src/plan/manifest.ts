/** A service folder and its manifest, `service.yaml`. */
import path from 'node:path';
import type { ServiceFacts } from './facts.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { Manifest } from './manifest-schema.ts';
import type { ServiceKind } from './service-key.ts';
import { readYaml } from './yaml-source.ts';

/** A service folder that has been read. */
export interface Service {
  readonly name: string;
  readonly kind: ServiceKind;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export const MANIFEST_FILE = 'service.yaml';

export function readManifest(folder: string, shownAs: string): Manifest {
  return readYaml(
    path.join(folder, MANIFEST_FILE),
    path.join(shownAs, MANIFEST_FILE),
    manifestSchema,
  );
}

export function factsOf(service: Service): ServiceFacts {
  const { title, language, library } = service.manifest;
  return { name: service.name, kind: service.kind, title, language, library, external: null };
}
