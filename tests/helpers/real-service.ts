/** The services of the product, built once for all tests that use them. */
import path from 'node:path';
import { buildService } from '../../src/build/build-service.ts';
import type { BuiltService } from '../../src/build/built-service.ts';
import { readManifest } from '../../src/plan/manifest.ts';
import type { ServiceKind } from '../../src/plan/service-key.ts';

const CACHE = path.resolve('.pairbench');

export async function realService(kind: ServiceKind, name: string): Promise<BuiltService> {
  const folder = path.resolve('services', `${kind}s`, name);
  const service = { name, kind, folder, manifest: readManifest(folder, name, kind) };
  const { signal } = new AbortController();
  const built = await buildService(service, { cache: CACHE, emit: () => undefined, signal });
  if (built === null) throw new Error(`${name} could not be built`);
  return built;
}
