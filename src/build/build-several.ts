/** Builds several services, some at a time; a fault of one ends them all. */
import type { Service } from '../plan/manifest.ts';
import { baseNameOf, serviceKey } from '../plan/service-key.ts';
import type { BuiltService } from './built-service.ts';

/** Compilers use several cores for parts of their work and one for the rest; two at a time fill both. */
const BUILDS_AT_ONCE = 2;

/** A service and its variants share a folder, and most often that of their compiler: they wait for each other. */
function byFolder(services: readonly Service[]): Service[][] {
  const groups = new Map<string, Service[]>();
  for (const service of services) {
    const key = serviceKey(service.kind, baseNameOf(service.name));
    groups.set(key, [...(groups.get(key) ?? []), service]);
  }
  return [...groups.values()];
}

/** `build` gives null for a service that is left out. In the order of `services`. */
export async function buildSeveral(
  services: readonly Service[],
  signal: AbortSignal,
  build: (service: Service, signal: AbortSignal) => Promise<BuiltService | null>,
): Promise<BuiltService[]> {
  const waiting = byFolder(services);
  const built: BuiltService[] = [];
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      for (const service of next) {
        const result = await build(service, either);
        if (result !== null) built.push(result);
      }
  };
  const workers = Array.from({ length: BUILDS_AT_ONCE }, worker);
  try {
    await Promise.all(workers);
  } finally {
    stop.abort(); // after a fault nobody waits for the other builds
    await Promise.allSettled(workers);
  }
  return built.sort((a, b) => services.indexOf(a.service) - services.indexOf(b.service));
}
