/** A server that already runs (`--server-url`): measured as it is, neither built, started nor stopped. */
import type { ProcessIdentity } from '../host/process-table.ts';
import type { ServiceFacts } from './facts.ts';
import type { Service } from './manifest.ts';

export interface ExternalServer {
  readonly name: string;
  readonly kind: 'server';
  /** As given, `http://HOST:PORT`; HOST may be a name. */
  readonly url: string;
  /** Whose CPU time and memory count for it; null: not known, they are not measured. */
  readonly process: ProcessIdentity | null;
}

/** All that can take part in a run. */
export type AnyService = Service | ExternalServer;

export function isExternal(service: AnyService): service is ExternalServer {
  return 'url' in service;
}

export function isFolder(service: AnyService): service is Service {
  return !isExternal(service);
}

export function externalFacts({ name, kind, url, process }: ExternalServer): ServiceFacts {
  const unknown = { language: 'unknown', library: 'unknown' };
  const facts = { name, kind, load_only: false, title: `running at ${url}` };
  return { ...facts, ...unknown, external: { url, process } };
}

const KNOWN_BY_STATS = 'who it is rests on its own /stats alone';

/** What a reader must know of such a row, one sentence; `known` says by what it is known. */
export function externalNote(name: string, url: string, known = KNOWN_BY_STATS): string {
  return `${name} (${url}) was not started by pairbench: it is not pinned to CPUs, and ${known}`;
}
