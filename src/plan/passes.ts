/** What is measured beside the chosen pairs: ceilings, reference windows, the second pass; pure. */
import type { NamedPair, Plan } from './facts.ts';
import type { Service } from './manifest.ts';
import { PROFILES } from './profiles.ts';
import type { RunRequest } from './request.ts';

/** Tag of the services that the sides and the machine are held against. */
const REFERENCE_TAG = 'reference';

export interface Reference {
  readonly server: Service;
  readonly client: Service;
}

/** Null: there is not one of each kind. */
export function referenceOf(services: readonly Service[]): Reference | null {
  const [server, client] = (['server', 'client'] as const).map((kind) =>
    services.find((one) => one.kind === kind && one.manifest.tags.includes(REFERENCE_TAG)),
  );
  return server === undefined || client === undefined ? null : { server, client };
}

function without(pairs: readonly NamedPair[], others: readonly NamedPair[]): NamedPair[] {
  return pairs.filter(
    (pair) => !others.some((one) => one.server === pair.server && one.client === pair.client),
  );
}

export function ceilingsOf(pairs: readonly NamedPair[], reference: NamedPair | null): NamedPair[] {
  if (reference === null) return [];
  const servers = [...new Set(pairs.map(({ server }) => server))];
  const clients = [...new Set(pairs.map(({ client }) => client))];
  const { server, client } = reference;
  const all = [
    ...servers.map((one) => ({ server: one, client })),
    ...clients.map((one) => ({ server, client: one })),
    reference,
  ];
  const unique = new Map(all.map((pair) => [JSON.stringify(pair), pair]));
  return without([...unique.values()], pairs);
}

/** Shorter than the window of the first pass, but long enough for a P99 at a thousand requests a second. */
function shorter(
  { warmup_ms, duration_ms }: RunRequest,
  share: number,
  least_ms: number,
): NonNullable<Plan['control']> {
  const length_ms = duration_ms ?? PROFILES.quick.duration_ms;
  return {
    warmup_ms: Math.round(warmup_ms / 2),
    duration_ms: Math.round(Math.max(share * length_ms, Math.min(length_ms, least_ms))),
  };
}

/**
 * Pairs of the second pass; `loadOnly`: clients that cannot send at a given rate. Of the reference pair
 * nobody asks for the latency.
 */
export function pairsAtRate(
  { pairs, ceilings, reference }: Pick<Plan, 'pairs' | 'ceilings' | 'reference'>,
  loadOnly: readonly string[],
): NamedPair[] {
  const others = without(ceilings, reference === null ? [] : [reference]);
  return [...pairs, ...others].filter(({ client }) => !loadOnly.includes(client));
}

/** Passes whose windows are not those of the settings. */
export function otherPasses(
  request: RunRequest,
  reference: NamedPair | null,
): Pick<Plan, 'control' | 'latency'> {
  return {
    control: reference === null ? null : shorter(request, 0.3, 700),
    latency: request.latency
      ? { ...shorter(request, 0.28, 560), rate_per_s: request.latency_rate_per_s }
      : null,
  };
}
