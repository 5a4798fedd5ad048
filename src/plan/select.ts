/**
 * Turns the words of `-s`, `-k` and `--pairs` into services: names, globs, `tag:x`, or a language; behind an
 * `@` the name or glob of variants.
 */
import { UserError } from '../host/user-error.ts';
import { isExternal, isFolder } from './external-server.ts';
import type { AnyService } from './external-server.ts';
import { matchesGlob } from './glob.ts';
import type { Service } from './manifest.ts';
import { baseNameOf, variantOf } from './service-key.ts';
import type { ServiceId, ServiceKind } from './service-key.ts';

export interface Pair {
  readonly server: AnyService;
  readonly client: Service;
}

/** `all`: each service that is chosen is measured with every variant of it as well. */
export const VARIANTS = ['none', 'all'] as const;
export type Variants = (typeof VARIANTS)[number];

const DEFAULT_TAG = 'default';

/** A server that already runs was named to take part. */
function tagsOf(service: AnyService): readonly string[] {
  return isExternal(service) ? [DEFAULT_TAG] : service.manifest.tags;
}

function isDefault(service: AnyService): boolean {
  return tagsOf(service).includes(DEFAULT_TAG);
}

function isKin(service: AnyService, word: string): boolean {
  if (isExternal(service)) return false;
  const { language, library } = service.manifest;
  return language === word || library === word;
}

function basesOf<S extends AnyService>(services: readonly S[]): S[] {
  return services.filter(({ name }) => variantOf(name) === null);
}

export function isVariantOf(service: ServiceId, base: ServiceId): boolean {
  return (
    service.kind === base.kind &&
    variantOf(service.name) !== null &&
    baseNameOf(service.name) === base.name
  );
}

/** A word without `@` means no variant, be it a glob for all names. */
function matching<S extends AnyService>(word: string, services: readonly S[]): S[] {
  const bases = basesOf(services);
  const [base, variant, ...rest] = split(word);
  if (variant === undefined) return matchingBases(base, bases);
  if (rest.length > 0) return [];
  const named = matchingBases(base, bases);
  return services.filter(
    (service) =>
      matchesGlob(variant, variantOf(service.name) ?? '') &&
      named.some((one) => isVariantOf(service, one)),
  );
}

function split(word: string): [string, ...string[]] {
  const [base = '', ...variants] = word.split('@');
  return [base, ...variants];
}

/** Exact name, glob or tag first; a language or library stands for its default services. */
function matchingBases<S extends AnyService>(word: string, services: readonly S[]): S[] {
  if (word.startsWith('tag:'))
    return services.filter((service) => tagsOf(service).includes(word.slice(4)));
  const named = services.filter((service) => matchesGlob(word, service.name));
  if (named.length > 0) return named;
  const kin = services.filter((service) => isKin(service, word));
  const preferred = kin.filter(isDefault);
  return preferred.length > 0 ? preferred : kin;
}

/** Edit distance (Levenshtein), for suggestions only. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The known word nearest to `word`, when it is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known
    // A text of a megabyte is no slip of a name.
    .filter((name) => word.length <= 2 * name.length)
    .map((name) => ({ name, distance: distance(word, name) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, word.length / 3) ? best.name : null;
}

/** In the order of `services`. */
function withTheirVariants<S extends AnyService>(
  chosen: readonly S[],
  variants: Variants,
  services: readonly S[],
): S[] {
  return services.filter(
    (service) =>
      chosen.includes(service) ||
      (variants === 'all' && chosen.some((one) => isVariantOf(service, one))),
  );
}

/** Where services are named, and what that says of their variants. */
interface Place {
  readonly flag: string;
  readonly variants: Variants;
}

function select<S extends AnyService>(
  words: readonly string[] | null,
  kind: ServiceKind,
  all: readonly S[],
  { flag, variants }: Place,
): S[] {
  const services = all.filter((service) => service.kind === kind);
  if (words === null) return withTheirVariants(services.filter(isDefault), variants, services);
  const chosen = words.flatMap((word) => {
    const found = matching(word, services);
    if (found.length === 0) throw unknownService(word, kind, services, flag);
    return found;
  });
  return withTheirVariants(chosen, variants, services);
}

/** The service is known, what stands behind its `@` is not. */
function unknownVariant(
  word: string,
  bases: readonly AnyService[],
  services: readonly AnyService[],
  flag: string,
): UserError {
  const [, variant = ''] = split(word);
  const there = services.filter((service) => bases.some((base) => isVariantOf(service, base)));
  const whose = bases.map(({ name }) => name).join(', ');
  return new UserError(
    bases.length === 1
      ? `${flag}: ${whose} has no variant "${variant}"`
      : `${flag}: none of ${whose} has a variant "${variant}"`,
    variantsThere(variant, there),
  );
}

/** `variants`: those that could have been meant. */
export function variantsThere(word: string, variants: readonly ServiceId[]): string {
  const known = variants.map(({ name }) => variantOf(name) ?? '');
  const guess = variants[known.indexOf(nearest(word, known) ?? '')];
  if (guess !== undefined) return `did you mean ${guess.name}?`;
  return variants.length === 0
    ? 'there is none; services/README.md tells how they are made'
    : `there are: ${variants.map(({ name }) => name).join(', ')}`;
}

function unknownService(
  word: string,
  kind: ServiceKind | 'service',
  services: readonly AnyService[],
  flag: string,
): UserError {
  const [base, variant] = split(word);
  const bases = variant === undefined ? [] : matchingBases(base, basesOf(services));
  if (bases.length > 0) return unknownVariant(word, bases, services, flag);
  const names = [...new Set(services.map((service) => service.name))];
  const guess = nearest(word, names);
  return new UserError(
    `${flag}: no ${kind} matches "${word}"`,
    guess === null ? `there are: ${names.join(', ')}` : `did you mean ${guess}?`,
  );
}

/** Services of both kinds that the words name; without words those tagged `default`. */
export function selectServices(
  words: readonly string[],
  services: readonly Service[],
  variants: Variants = 'none',
): Service[] {
  if (words.length === 0) return withTheirVariants(services.filter(isDefault), variants, services);
  const chosen = words.flatMap((word) => {
    const found = matching(word, services);
    if (found.length === 0) throw unknownService(word, 'service', services, 'services');
    return found;
  });
  return withTheirVariants(chosen, variants, services);
}

export interface Selection {
  /** Null: the services tagged `default`. */
  readonly servers: readonly string[] | null;
  readonly clients: readonly string[] | null;
  /** `SERVER:CLIENT` words; given, they replace the two above. */
  readonly pairs: readonly string[] | null;
}

/** The pairs to measure, by server, then by client. Throws a UserError for a word that matches nothing. */
export function selectPairs(
  selection: Selection,
  services: readonly AnyService[],
  variants: Variants = 'none',
): Pair[] {
  const place = (flag: string): Place => ({ flag, variants });
  if (selection.pairs !== null)
    return selectExplicitPairs(selection.pairs, services, place('--pairs'));
  const servers = select(selection.servers, 'server', services, place('--servers'));
  const folders = services.filter(isFolder);
  const clients = select(selection.clients, 'client', folders, place('--clients'));
  if (servers.length === 0 || clients.length === 0)
    throw new UserError(
      `no ${servers.length === 0 ? 'server' : 'client'} is tagged "${DEFAULT_TAG}"`,
      'choose with --servers and --clients',
    );
  return servers.flatMap((server) => clients.map((client) => ({ server, client })));
}

function selectExplicitPairs(
  words: readonly string[],
  services: readonly AnyService[],
  place: Place,
): Pair[] {
  const folders = services.filter(isFolder);
  const pairs = words.flatMap((word) => {
    const [server, client, ...rest] = word.split(':');
    if (!server || !client || rest.length > 0)
      throw new UserError(`--pairs: "${word}" is not SERVER:CLIENT`, 'for example go-gin:cpp-cpr');
    return select([server], 'server', services, place).flatMap((one) =>
      select([client], 'client', folders, place).map((other) => ({
        server: one,
        client: other,
      })),
    );
  });
  const key = (pair: Pair): string => `${pair.server.name}:${pair.client.name}`;
  const unique = new Map(pairs.map((pair) => [key(pair), pair]));
  return inOrder([...unique.values()], services);
}

/** By server, then by client, as they stand among all services. */
export function inOrder(pairs: readonly Pair[], services: readonly AnyService[]): Pair[] {
  const place = ({ server, client }: Pair): number =>
    services.indexOf(server) * services.length + services.indexOf(client);
  return pairs.toSorted((a, b) => place(a) - place(b));
}
