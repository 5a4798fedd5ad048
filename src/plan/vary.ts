/** What `vary` measures: a pair, and the pairs with a variant of one side in its place; pure. */
import { UserError } from '../host/user-error.ts';
import { isFolder } from './external-server.ts';
import type { AnyService } from './external-server.ts';
import type { NamedPair, Variation } from './facts.ts';
import type { Service } from './manifest.ts';
import { inOrder, isVariantOf, selectPairs, variantsThere } from './select.ts';
import type { Pair } from './select.ts';
import { baseNameOf, variantOf } from './service-key.ts';

export interface Varied {
  /** By server, then by client, the base among them. */
  readonly pairs: readonly Pair[];
  readonly variations: readonly Variation[];
}

const named = ({ server, client }: Pair): NamedPair => ({
  server: server.name,
  client: client.name,
});

/** Without what it is a variant of: that one may be a variant itself. */
function siblings(side: AnyService, services: readonly AnyService[]): Service[] {
  const base = { kind: side.kind, name: baseNameOf(side.name) };
  return services.filter(isFolder).filter((one) => isVariantOf(one, base));
}

/** Throws a UserError where the words name more than one pair. */
function basePair(
  [server, client]: readonly [string, string],
  services: readonly AnyService[],
): Pair {
  const pairs = selectPairs({ servers: [server], clients: [client], pairs: null }, services);
  const [pair] = pairs;
  if (pair !== undefined && pairs.length === 1) return pair;
  const names = (side: 'server' | 'client'): string =>
    [...new Set(pairs.map((one) => one[side].name))].join(', ');
  throw new UserError(
    `vary: "${server}" and "${client}" name ${pairs.length} pairs, of ${names('server')} with ${names('client')}`,
    'name one server and one client',
  );
}

/** The variant that a word of `--by` means, `NAME` or `SERVICE@NAME`. Throws a UserError. */
function variantFor(word: string, base: Pair, services: readonly AnyService[]): Service {
  const [whose, variant] = word.includes('@')
    ? [baseNameOf(word), variantOf(word) ?? '']
    : [null, word];
  const sides = [base.server, base.client].filter(
    ({ name }) => whose === null || baseNameOf(name) === whose,
  );
  if (sides.length === 0)
    throw new UserError(
      `--by: "${word}" is no variant of ${base.server.name} or ${base.client.name}`,
      'a variant of the server or of the client is meant',
    );
  const there = sides.flatMap((side) => siblings(side, services));
  const found = there.filter(({ name }) => variantOf(name) === variant);
  const [first, second] = found;
  if (first === undefined)
    throw new UserError(
      `--by: ${sides.map(({ name }) => baseNameOf(name)).join(' and ')} ` +
        `${sides.length === 1 ? 'has' : 'have'} no variant "${variant}"`,
      variantsThere(variant, there),
    );
  if (second !== undefined)
    throw new UserError(
      `--by: both sides have a variant "${variant}"`,
      `write ${found.map(({ name }) => name).join(' or ')}`,
    );
  if (first === base.server || first === base.client)
    throw new UserError(`--by: ${first.name} is the base itself`, 'name another variant');
  return first;
}

function variedBy(variant: Service, { server, client }: Pair): Pair {
  return variant.kind === 'server' ? { server: variant, client } : { server, client: variant };
}

/** `words`: server and client; `by`: names of variants of either. Throws a UserError for wrong words. */
export function varyPair(
  words: readonly [string, string],
  by: readonly string[],
  services: readonly AnyService[],
): Varied {
  const base = basePair(words, services);
  const variants = new Set(by.map((word) => variantFor(word, base, services)));
  const varied = services
    .filter(isFolder)
    .filter((one) => variants.has(one))
    .map((variant) => ({ side: variant.kind, pair: variedBy(variant, base) }));
  return {
    pairs: inOrder([base, ...varied.map(({ pair }) => pair)], services),
    variations: varied.map(({ side, pair }) => ({ side, base: named(base), pair: named(pair) })),
  };
}
