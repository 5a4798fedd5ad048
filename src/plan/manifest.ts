/** A service folder and its manifest, `service.yaml`. */
import path from 'node:path';
import type { ServiceFacts } from './facts.ts';
import { manifestSchema, serverManifestSchema } from './manifest-schema.ts';
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

export function readManifest(folder: string, shownAs: string, kind: ServiceKind): Manifest {
  return readYaml(
    path.join(folder, MANIFEST_FILE),
    path.join(shownAs, MANIFEST_FILE),
    kind === 'server' ? serverManifestSchema : manifestSchema,
  );
}

/** It gives throughput and nothing else: no latencies, no load at a given rate. */
export function isLoadOnly({ manifest }: Service): boolean {
  return manifest.kind === 'load-only';
}

export function factsOf(service: Service): ServiceFacts {
  const { name, kind, manifest } = service;
  const { title, language, library } = manifest;
  const load_only = isLoadOnly(service);
  return { name, kind, load_only, title, language, library, external: null };
}
