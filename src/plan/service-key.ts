/** What a service is known by: kind and name, since a server and a client may have the same name. */
import { z } from 'zod';

export const serviceKindSchema = z.enum(['server', 'client']);

export type ServiceKind = z.infer<typeof serviceKindSchema>;

export interface ServiceId {
  readonly kind: ServiceKind;
  readonly name: string;
}

/** `server/go-gin`: for maps, for folders and for labels. */
export function serviceKey(kind: ServiceKind, name: string): string {
  return `${kind}/${name}`;
}

/** Each once: a folder that was read twice is one service. */
export function distinctServices<Id extends ServiceId>(services: readonly Id[]): Id[] {
  return [...new Map(services.map((one) => [serviceKey(one.kind, one.name), one])).values()];
}

/** What a reader calls a service. */
export type ShownName = (kind: ServiceKind, name: string) => string;

/** By its name; `reference (client)` where `services` hold one of each kind that has this name. */
export function shownNames(services: readonly ServiceId[]): ShownName {
  const known = new Set(services.map(({ kind, name }) => serviceKey(kind, name)));
  const isShared = (name: string): boolean =>
    serviceKindSchema.options.every((kind) => known.has(serviceKey(kind, name)));
  return (kind, name) => (isShared(name) ? `${name} (${kind})` : name);
}
