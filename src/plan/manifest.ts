/** A service folder and its manifest, `service.yaml`. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../host/user-error.ts';
import type { ServiceFacts } from './facts.ts';
import { manifestSchema, serverManifestSchema } from './manifest-schema.ts';
import type { Manifest } from './manifest-schema.ts';
import type { ServiceKind } from './service-key.ts';
import { parseYaml, readYaml } from './yaml-source.ts';

/** A service folder that has been read. */
export interface Service {
  readonly name: string;
  readonly kind: ServiceKind;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export const MANIFEST_FILE = 'service.yaml';

function schemaOf(kind: ServiceKind): typeof manifestSchema {
  return kind === 'server' ? serverManifestSchema : manifestSchema;
}

/** Throws a UserError with file, line and column; for a link that leads out of the folder, too. */
export function readManifest(folder: string, shownAs: string, kind: ServiceKind): Manifest {
  const file = path.join(folder, MANIFEST_FILE);
  const shownFile = path.join(shownAs, MANIFEST_FILE);
  if (leadsOutOf(folder, file))
    throw new UserError(`${shownFile}: is a link out of its folder`, 'copy the file');
  return readYaml(file, shownFile, schemaOf(kind));
}

/** What is not there leads nowhere: whoever reads it says so. */
function leadsOutOf(folder: string, file: string): boolean {
  try {
    return !realpathSync(file).startsWith(realpathSync(folder) + path.sep);
  } catch {
    return false;
  }
}

/** The same from the file's text. */
export function parseManifest(text: string, shownAs: string, kind: ServiceKind): Manifest {
  return parseYaml(text, shownAs, schemaOf(kind));
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
