/** What a service is known by: kind and name, since a server and a client may have the same name. */
export const SERVICE_KINDS = ['server', 'client'] as const;

export type ServiceKind = (typeof SERVICE_KINDS)[number];

export interface ServiceId {
  readonly kind: ServiceKind;
  readonly name: string;
}

/** `server/go-gin`: for maps and for labels. */
export function serviceKey(kind: ServiceKind, name: string): string {
  return `${kind}/${name}`;
}

/** Stands between a service and its variant, `rust-actix@no-lto`, and in no other name. */
const VARIANT_MARK = '@';

/** No name has it, and it may stand in names of files, images and containers alike. */
const SAFE_VARIANT_MARK = '__';

export function variantName(base: string, variant: string): string {
  return `${base}${VARIANT_MARK}${variant}`;
}

/** What a variant is one of; any other service is its own. */
export function baseNameOf(name: string): string {
  return name.split(VARIANT_MARK)[0] ?? name;
}

/** `no-lto` of `rust-actix@no-lto`; null: it is no variant. */
export function variantOf(name: string): string | null {
  return name.split(VARIANT_MARK)[1] ?? null;
}

/** `rust-actix__no-lto`: in names of files, images and containers. */
export function fileNameOf(name: string): string {
  return name.replace(VARIANT_MARK, SAFE_VARIANT_MARK);
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
    SERVICE_KINDS.every((kind) => known.has(serviceKey(kind, name)));
  return (kind, name) => (isShared(name) ? `${name} (${kind})` : name);
}
